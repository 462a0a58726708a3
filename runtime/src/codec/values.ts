import type { Tensor } from '../engine/engine';
import { fromFloat16 } from './float16';
import { shortFloat } from './short-float';

/** What an element of a tensor looks like in JSON. */
export type JsonValue = number | string | boolean;

/** Reads elements of an output as JSON values; NaN and infinities stay numbers, which JSON then writes as null. */
export function elementReader({ type, data }: Tensor): (index: number) => JsonValue {
  switch (type) {
    case 'float32':
      return (index) => shortFloat((data as Float32Array)[index]);
    case 'float16':
      return (index) => shortFloat(fromFloat16((data as Uint16Array)[index]));
    case 'int64':
    case 'uint64':
      return (index) => wideInteger((data as BigInt64Array)[index]);
    case 'bool':
      return (index) => (data as Uint8Array)[index] !== 0;
    default:
      return (index) => (data as Float64Array | string[])[index];
  }
}

/** Beyond 2^53 a JSON reader would round it: then its digits come as a string, as a request may send them. */
function wideInteger(value: bigint): number | string {
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) ? narrow : value.toString();
}

export type Nested = JsonValue | Nested[];

/** A tensor as nested arrays. */
export function toNested(tensor: Tensor): Nested {
  const { dims } = tensor;
  const read = elementReader(tensor);
  let index = 0;
  const nest = (axis: number): Nested => {
    if (axis === dims.length) {
      return read(index++);
    }
    const list: Nested[] = [];
    for (let at = 0; at < dims[axis]; at++) {
      list.push(nest(axis + 1));
    }
    return list;
  };
  return nest(0);
}
