import type { TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import type { Tensor, TensorData } from '../engine/engine';
import { sizeMismatch } from './dims';
import { elementFault } from './element-fault';
import { missingAt } from './missing';
import { allocate, elementCount } from './tensor-data';

/** Bytes of one element; strings have no fixed size. */
export const ELEMENT_BYTES: Readonly<Record<Exclude<TensorType, 'string'>, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  float16: 2,
  int16: 2,
  uint16: 2,
  float32: 4,
  int32: 4,
  uint32: 4,
  float64: 8,
  int64: 8,
  uint64: 8,
};

/**
 * Little-endian elements, row by row, into a tensor of `dims`, which fit the signature. Bytes that have memory of their own
 * become the tensor's; others are copied, as they may stand at any offset, and the tensor may be moved to another thread.
 */
export function readBinary(bytes: Buffer, spec: TensorSpec, dims: readonly number[]): Tensor {
  const { type } = spec;
  if (type === 'string') {
    throw new TypeError('strings have no fixed size');
  }
  const count = elementCount(dims);
  if (bytes.length !== count * ELEMENT_BYTES[type]) {
    throw sizeMismatch(spec, `${bytes.length} bytes`, `${count * ELEMENT_BYTES[type]} bytes (${count} x ${type})`);
  }
  const data = hasOwnMemory(bytes) ? viewOf(bytes.buffer, type) : copyOf(bytes, type, count);
  const index = firstMisfit(type, data, missingAt(spec));
  if (index !== -1) {
    throw elementFault(
      spec,
      dims,
      index,
      type === 'bool'
        ? { code: 'TypeMismatch', expected: 'byte 0 or 1', got: 'another byte' }
        : { code: 'NotFinite', expected: 'finite number', got: 'NaN or an infinity' },
    );
  }
  return { type, dims, data };
}

/** The bytes of a tensor that holds no strings, without a copy. */
export function binaryOf(data: Exclude<TensorData, string[]>): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function hasOwnMemory({ buffer, byteLength }: Buffer): boolean {
  return byteLength > 0 && byteLength === buffer.byteLength;
}

function viewOf(memory: ArrayBufferLike, type: Exclude<TensorType, 'string'>): Exclude<TensorData, string[]> {
  const View = allocate(type, 0).constructor as new (memory: ArrayBufferLike) => Exclude<TensorData, string[]>;
  return new View(memory);
}

function copyOf(bytes: Buffer, type: TensorType, count: number): Exclude<TensorData, string[]> {
  const data = allocate(type, count) as Exclude<TensorData, string[]>;
  new Uint8Array(data.buffer).set(bytes);
  return data;
}

function firstMisfit(
  type: TensorType,
  data: Exclude<TensorData, string[]>,
  mayBeMissing: (index: number) => boolean = () => false,
): number {
  switch (type) {
    case 'float32':
    case 'float64':
      return isSumFinite(data as Float64Array)
        ? -1
        : (data as Float64Array).findIndex(
            (value, index) => !Number.isFinite(value) && !(Number.isNaN(value) && mayBeMissing(index)),
          );
    case 'float16':
      return (data as Uint16Array).findIndex(
        (bits, index) => (bits & 0x7c00) === 0x7c00 && !((bits & 0x3ff) !== 0 && mayBeMissing(index)),
      );
    case 'bool':
      return (data as Uint8Array).findIndex((byte) => byte > 1);
    default:
      return -1;
  }
}

/**
 * By their sum, which is finite only if they all are. A sum of doubles may overflow although they are finite: then it is
 * for others to look. Four sums, as each addition waits for the one before.
 */
function isSumFinite(data: Float32Array | Float64Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 4 <= data.length; at += 4) {
    a += data[at];
    b += data[at + 1];
    c += data[at + 2];
    d += data[at + 3];
  }
  for (; at < data.length; at++) {
    a += data[at];
  }
  return Number.isFinite(a + b + c + d);
}
