/** One measured value and how many requests it stands for. */
export interface Sample {
  readonly value: number;
  readonly weight: number;
}

export function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value, weight }) => total + value * weight, 0);
}

export function count(samples: readonly Sample[]): number {
  return samples.reduce((total, { weight }) => total + weight, 0);
}

export function mean(samples: readonly Sample[]): number {
  return sum(samples) / count(samples);
}
