import type { TensorType } from '@inference-constructs/core/out/model/manifest';

/** What the Open Inference Protocol calls our types. */
export const DATATYPES: Readonly<Record<TensorType, string>> = {
  float32: 'FP32',
  float64: 'FP64',
  float16: 'FP16',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  bool: 'BOOL',
  string: 'BYTES',
};

/** A name that a client sent may be told back only where it is one of these. */
export function knownDatatype(name: unknown): string {
  return Object.values(DATATYPES).find((datatype) => datatype === name) ?? 'another datatype';
}
