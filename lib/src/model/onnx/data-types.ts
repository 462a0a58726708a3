import type { TensorType } from '../manifest';

/** An element type of ONNX. */
export interface DataType {
  readonly name: string;
  /** Bits an element takes in raw data, packed; absent where it has no fixed size. */
  readonly bits?: number;
  /** The same type in a signature, where requests can carry it. */
  readonly served?: TensorType;
}

const served = (name: TensorType, bits?: number): DataType => ({ name, bits, served: name });

/** `TensorProto.DataType`, by number. */
const DATA_TYPES: Readonly<Record<number, DataType>> = {
  1: served('float32', 32),
  2: served('uint8', 8),
  3: served('int8', 8),
  4: served('uint16', 16),
  5: served('int16', 16),
  6: served('int32', 32),
  7: served('int64', 64),
  8: served('string'),
  9: served('bool', 8),
  10: served('float16', 16),
  11: served('float64', 64),
  12: served('uint32', 32),
  13: served('uint64', 64),
  14: { name: 'complex64', bits: 64 },
  15: { name: 'complex128', bits: 128 },
  16: { name: 'bfloat16', bits: 16 },
  17: { name: 'float8e4m3fn', bits: 8 },
  18: { name: 'float8e4m3fnuz', bits: 8 },
  19: { name: 'float8e5m2', bits: 8 },
  20: { name: 'float8e5m2fnuz', bits: 8 },
  21: { name: 'uint4', bits: 4 },
  22: { name: 'int4', bits: 4 },
  23: { name: 'float4e2m1', bits: 4 },
  24: { name: 'float8e8m0', bits: 8 },
  25: { name: 'uint2', bits: 2 },
  26: { name: 'int2', bits: 2 },
};

export function dataType(code: number): DataType {
  return DATA_TYPES[code] ?? { name: `type ${code}` };
}
