import { InferenceError } from '@inference-constructs/core/out/errors';
import type { TensorType } from '@inference-constructs/core/out/model/manifest';
import { typeName } from './request-time';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function isNumber(cell: string): boolean {
  return NUMBER.test(cell);
}

/** numpy writes `nan` where others leave a field empty. */
export function isMissing(cell: string): boolean {
  return cell === '' || /^[+-]?nan$/i.test(cell);
}

/** A field as JSON has it; whether a value may be missing is the model's to say. */
export function cellValue(cell: string, type: TensorType, where: string): unknown {
  if (type === 'string') return cell;
  if (isMissing(cell)) return null;
  if (type === 'bool') {
    if (['true', '1'].includes(cell)) return true;
    if (['false', '0'].includes(cell)) return false;
    throw misfit('true, false, 1 or 0', cell, where);
  }
  if (!isNumber(cell)) throw misfit('a number', cell, where);
  // As text they keep all of their digits.
  return type === 'int64' || type === 'uint64' ? cell : Number(cell);
}

function misfit(limit: string, cell: string, where: string): InferenceError {
  const got = isNumber(cell) ? 'number' : typeName(cell);
  return new InferenceError('TrafficInvalid', `value (${got}): ${limit}. correct it or leave the row out`, where);
}
