import type { Sample } from './samples';
import { count } from './samples';

/** Sums of weights fall short of the whole number they mean by some of these. */
const NEARLY = 1 - Number.EPSILON * 4;

export function sortedByValue(samples: readonly Sample[]): Sample[] {
  return [...samples].sort((a, b) => a.value - b.value);
}

/** The smallest value that at least that share of the requests do not exceed. */
export function quantile(samples: readonly Sample[], share: number): number {
  const sorted = sortedByValue(samples);
  const needed = share * count(sorted) * NEARLY;
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= needed) return value;
  }
  return sorted[sorted.length - 1].value;
}

/** The samples without the lowest and the highest requests: as many whole ones of each as lie outside the two shares. */
export function trimmed(samples: readonly Sample[], low: number, high: number): Sample[] {
  const sorted = sortedByValue(samples);
  const all = count(sorted);
  const from = Math.floor((low * all) / NEARLY);
  const to = all - Math.floor(((1 - high) * all) / NEARLY);
  let seen = 0;
  return sorted.flatMap(({ value, weight }) => {
    const kept = Math.min(to, seen + weight) - Math.max(from, seen);
    seen += weight;
    return kept > 0 ? [{ value, weight: kept }] : [];
  });
}
