import { fromFloat16 } from '../codec/float16';
import type { Tensor, Tensors } from './engine';

/** Other kernels may round otherwise, by a few units of the last place of float32; neighbours must not shine through. */
const TOLERANCE = 1e-5;

/** Whether two runs say the same about a row: numbers within rounding of the largest of them, all else to the letter. */
export function areSame(alone: Tensors, together: Tensors): boolean {
  return Object.keys(alone).every((name) => isSame(alone[name], together[name]));
}

function isSame(alone: Tensor, together: Tensor): boolean {
  if (alone.data.length !== together.data.length) {
    return false;
  }
  const isFloat = alone.type.startsWith('float');
  const largest = isFloat ? Math.max(1e-30, ...Array.from(numbers(alone), Math.abs).filter(Number.isFinite)) : 0;
  const others = isFloat ? numbers(together) : [];
  return isFloat
    ? numbers(alone).every((value, index) => isNear(value, others[index], largest * TOLERANCE))
    : Array.from(alone.data as ArrayLike<unknown>).every((value, index) => value === together.data[index]);
}

function isNear(value: number, other: number, distance: number): boolean {
  return Object.is(value, other) || Math.abs(value - other) <= distance;
}

function numbers({ type, data }: Tensor): number[] {
  return Array.from(data as ArrayLike<number>, type === 'float16' ? fromFloat16 : Number);
}
