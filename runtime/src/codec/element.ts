import type { TensorType } from '@inference-constructs/core/out/model/manifest';
import type { TensorData } from '../engine/engine';
import type { FaultCode } from '../errors';
import { toFloat16 } from './float16';

/** Why a value does not fit: the kind of thing that was expected and that came, never the value. */
export interface Misfit {
  readonly code: FaultCode & ('TypeMismatch' | 'NotFinite' | 'ShapeMismatch' | 'OutOfRange' | 'CategoryUnknown');
  readonly expected: string;
  readonly got: string;
}

/** Writes one value of a parsed request into a tensor; returns why not when it does not fit. */
export type WriteElement = (value: unknown, data: TensorData, index: number) => Misfit | undefined;

/** What a client is told to send for a type. */
export const EXPECTED: Readonly<Record<TensorType, string>> = {
  float32: 'number',
  float64: 'number',
  float16: 'number',
  int8: 'integer from -128 to 127',
  int16: 'integer from -32768 to 32767',
  int32: 'integer from -2147483648 to 2147483647',
  int64: 'integer, or its digits as a string',
  uint8: 'integer from 0 to 255',
  uint16: 'integer from 0 to 65535',
  uint32: 'integer from 0 to 4294967295',
  uint64: 'integer from 0, or its digits as a string',
  bool: 'true or false',
  string: 'string',
};

export const WRITE: Readonly<Record<TensorType, WriteElement>> = {
  float32: (value, data, index) => {
    if (typeof value === 'number') {
      const target = data as Float32Array;
      target[index] = value;
      return Number.isFinite(target[index]) ? undefined : beyond('float32', value);
    }
    return notANumber(value);
  },
  float64: (value, data, index) => {
    if (typeof value === 'number') {
      (data as Float64Array)[index] = value;
      return Number.isFinite(value) ? undefined : beyond('float64', value);
    }
    return notANumber(value);
  },
  float16: (value, data, index) => {
    if (typeof value === 'number') {
      const bits = toFloat16(value);
      (data as Uint16Array)[index] = bits;
      return (bits & 0x7c00) === 0x7c00 ? beyond('float16', value) : undefined;
    }
    return notANumber(value);
  },
  int8: integer('int8', -128, 127),
  int16: integer('int16', -32_768, 32_767),
  int32: integer('int32', -2_147_483_648, 2_147_483_647),
  uint8: integer('uint8', 0, 255),
  uint16: integer('uint16', 0, 65_535),
  uint32: integer('uint32', 0, 4_294_967_295),
  int64: bigInteger('int64', (value) => BigInt.asIntN(64, value)),
  uint64: bigInteger('uint64', (value) => BigInt.asUintN(64, value)),
  bool: (value, data, index) => {
    if (typeof value !== 'boolean') {
      return mismatch('bool', kindOf(value));
    }
    (data as Uint8Array)[index] = value ? 1 : 0;
    return undefined;
  },
  string: (value, data, index) => {
    if (typeof value !== 'string') {
      return mismatch('string', kindOf(value));
    }
    (data as string[])[index] = value;
    return undefined;
  },
};

export function kindOf(value: unknown): string {
  return value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function integer(type: TensorType, least: number, most: number): WriteElement {
  return (value, data, index) => {
    if (typeof value !== 'number') {
      return mismatch(type, kindOf(value));
    }
    if (!Number.isInteger(value)) {
      return mismatch(type, 'number with a fraction');
    }
    if (value < least || value > most) {
      return mismatch(type, 'integer out of range');
    }
    (data as Int32Array)[index] = value;
    return undefined;
  };
}

function bigInteger(type: 'int64' | 'uint64', wrap: (value: bigint) => bigint): WriteElement {
  return (value, data, index) => {
    let wide: bigint;
    if (typeof value === 'number') {
      if (!Number.isInteger(value)) {
        return mismatch(type, 'number with a fraction');
      }
      if (!Number.isSafeInteger(value)) {
        return mismatch(type, 'number that is exact only as a string');
      }
      wide = BigInt(value);
    } else if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) {
      wide = BigInt(value);
    } else {
      return mismatch(type, typeof value === 'string' ? 'string that is no integer' : kindOf(value));
    }
    if (wrap(wide) !== wide) {
      return mismatch(type, 'integer out of range');
    }
    (data as BigInt64Array)[index] = wide;
    return undefined;
  };
}

/** JSON has no way to write NaN or an infinity: they come as null or as text. */
function notANumber(value: unknown): Misfit {
  if (value === null) {
    return { code: 'NotFinite', expected: 'finite number', got: 'null' };
  }
  if (typeof value === 'string' && /^\s*[+-]?(nan|inf|infinity)\s*$/i.test(value)) {
    return { code: 'NotFinite', expected: 'finite number', got: 'string that spells NaN or an infinity' };
  }
  return { code: 'TypeMismatch', expected: 'number', got: kindOf(value) };
}

function beyond(type: TensorType, value: number): Misfit {
  if (Number.isNaN(value)) {
    return { code: 'NotFinite', expected: 'finite number', got: 'NaN' };
  }
  return { code: 'NotFinite', expected: `number that ${type} can hold`, got: 'number beyond it' };
}

function mismatch(type: TensorType, got: string): Misfit {
  return { code: 'TypeMismatch', expected: EXPECTED[type], got };
}
