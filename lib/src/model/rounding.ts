import type { TensorType } from './manifest';

/** The number that an element of this type holds when it is given this one. */
export function roundedTo(type: TensorType, value: number): number {
  if (type === 'float32') return Math.fround(value);
  return type === 'float16' ? toHalf(value) : value;
}

/** 11 significant bits, no more than 24 places behind the point; ties to even. */
function toHalf(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const step = 2 ** (exponent - 10);
  const steps = value / step;
  const floor = Math.floor(steps);
  const rest = steps - floor;
  return (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor) * step;
}
