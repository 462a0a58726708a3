import type { TensorType } from '@inference-constructs/core/out/model/manifest';
import { DATATYPES } from '@inference-constructs/runtime/codec/open-inference/datatypes';
import { nest, toBytes, toJson, type Element, type Sample, type Values } from './tensors';

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

export function asInputs({ inputs }: Sample): object {
  return { inputs: Object.fromEntries(inputs.map((input) => [input.name, nest(input)])) };
}

/** Only for models of one input. */
export function asInstances({ inputs: [input] }: Sample): object {
  return { instances: nest(input) };
}

/** Rows keyed by the names of their features. */
export function asNamed({ inputs: [input] }: Sample, features: readonly string[]): object {
  const rows = nest(input) as unknown[][];
  return { instances: rows.map((row) => Object.fromEntries(features.map((name, at) => [name, row[at]]))) };
}

/** One element a row: arrays for one input, objects for several. */
export function asRows({ inputs }: Sample): unknown[] {
  const columns = inputs.map((input) => nest(input) as unknown[]);
  return inputs.length === 1
    ? columns[0]
    : columns[0].map((_, row) => Object.fromEntries(inputs.map(({ name }, at) => [name, columns[at][row]])));
}

export function asJsonLines(sample: Sample): string[] {
  return asRows(sample).map((row) => JSON.stringify(row));
}

export function asCsv({ inputs: [input] }: Sample): string[] {
  const field = (element: Element): string =>
    typeof element === 'string' && /[",]/.test(element) ? `"${element.replaceAll('"', '""')}"` : String(element);
  return (nest(input, field) as string[][]).map((row) => row.join(','));
}

const NPY: Readonly<Partial<Record<TensorType, string>>> = {
  float32: '<f4',
  float16: '<f2',
  int64: '<i8',
  bool: '|b1',
};

export function asNpy({ inputs: [input] }: Sample): Buffer {
  const longest = Math.max(1, ...input.data.map((element) => [...String(element)].length));
  const descr = NPY[input.type] ?? `<U${longest}`;
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${input.dims.join(', ')},), }`;
  const header = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${head.padEnd(117)}\n`, 'latin1');
  header.writeUInt16LE(header.length - 10, 8);
  return Buffer.concat([header, input.type === 'string' ? codePoints(input, longest) : toBytes(input)]);
}

function codePoints({ data }: Values, size: number): Buffer {
  const points = data.flatMap((text) =>
    Array.from({ ...[...String(text)], length: size }, (character?: string) => character?.codePointAt(0) ?? 0),
  );
  return Buffer.from(Uint32Array.from(points).buffer);
}

export interface InferBody {
  readonly head: { id?: string; inputs: Record<string, unknown>[]; outputs?: unknown[]; parameters?: object };
  readonly binary: Buffer;
}

/** A request of the Open Inference Protocol, its tensors in JSON or behind it. */
export function asInfer({ inputs }: Sample, isBinary: boolean, isFlat = true): InferBody {
  const described = inputs.map((input) => {
    const common = { name: input.name, shape: input.dims, datatype: DATATYPES[input.type] };
    return isBinary
      ? { ...common, parameters: { binary_data_size: toBytes(input).length } }
      : { ...common, data: isFlat ? input.data.map(toJson) : nest(input) };
  });
  return { head: { inputs: described }, binary: isBinary ? Buffer.concat(inputs.map(toBytes)) : Buffer.alloc(0) };
}
