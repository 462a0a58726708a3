import type { TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import { fromFloat16, toFloat16 } from '@inference-constructs/runtime/codec/float16';

/** An element as a test thinks of it; float16 as its number. */
export type Element = number | bigint | string | boolean;

export interface Values {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: readonly Element[];
}

/** Inputs and what the model answers to them. */
export interface Sample {
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
}

export type Nested = unknown;

/** As JSON holds an element: wide integers as their digits. */
export function toJson(element: Element): unknown {
  if (typeof element !== 'bigint') {
    return element;
  }
  return Number.isSafeInteger(Number(element)) ? Number(element) : element.toString();
}

export function nest({ dims, data }: Values, convert: (element: Element) => unknown = toJson): Nested {
  let at = 0;
  const level = (axis: number): unknown =>
    axis === dims.length ? convert(data[at++]) : Array.from({ length: dims[axis] }, () => level(axis + 1));
  return level(0);
}

/** Little-endian bytes, strings after their length. */
export function toBytes({ type, data }: Values): Buffer {
  switch (type) {
    case 'float32':
      return Buffer.from(Float32Array.from(data as number[]).buffer);
    case 'float16':
      return Buffer.from(Uint16Array.from(data as number[], toFloat16).buffer);
    case 'int64':
      return Buffer.from(BigInt64Array.from(data as bigint[]).buffer);
    case 'bool':
      return Buffer.from(data.map(Number));
    default:
      return Buffer.concat(
        data.flatMap((text) => {
          const bytes = Buffer.from(String(text));
          const length = Buffer.alloc(4);
          length.writeUInt32LE(bytes.length);
          return [length, bytes];
        }),
      );
  }
}

export function fromBytes(type: TensorType, bytes: Buffer): Element[] {
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case 'float32':
      return [...new Float32Array(buffer)];
    case 'float16':
      return Array.from(new Uint16Array(buffer), fromFloat16);
    case 'int64':
      return [...new BigInt64Array(buffer)];
    default:
      return Array.from(bytes, Boolean);
  }
}

/** What differs; undefined where nothing does. */
export function difference(got: unknown, expected: Values): string | undefined {
  const flat = (Array.isArray(got) ? got.flat(Infinity) : [got]) as unknown[];
  if (flat.length !== expected.data.length) {
    return `output '${expected.name}' has ${flat.length} elements instead of ${expected.data.length}`;
  }
  const at = expected.data.findIndex((element, index) => !isSame(flat[index], element, expected.type));
  return at === -1 ? undefined : `output '${expected.name}' differs at element ${at}`;
}

function isSame(got: unknown, expected: Element, type: TensorType): boolean {
  if (type === 'int64') {
    return (typeof got === 'number' || typeof got === 'string' || typeof got === 'bigint') && BigInt(got) === expected;
  }
  // JSON holds the shortest digits that make the same float32; recorded scores are rounded.
  return got === expected || (type === 'float32' && isNear(Number(got), Number(expected)));
}

export function rowsOf(spec: TensorSpec, rows: readonly (readonly Element[])[]): Values {
  const row = spec.shape.slice(1);
  const dims = [rows.length, ...row.map((size) => (typeof size === 'number' ? size : rows[0].length))];
  return { name: spec.name, type: spec.type, dims, data: rows.flat() };
}

function isNear(got: number, expected: number): boolean {
  return Math.fround(got) === expected || Math.abs(got - expected) <= 1e-4;
}
