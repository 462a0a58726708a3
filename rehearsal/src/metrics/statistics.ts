/** One measured value and how many requests it stands for. */
export interface Sample {
  readonly value: number;
  readonly weight: number;
}

/** A statistic over the samples of a period; never called with none. */
export type Statistic = (samples: readonly Sample[]) => number;

const STATISTICS: Readonly<Record<string, Statistic>> = {
  Sum: (samples) => total(samples, ({ value, weight }) => value * weight),
  SampleCount: count,
  Average: (samples) => total(samples, ({ value, weight }) => value * weight) / count(samples),
  Minimum: (samples) => samples.reduce((least, { value }) => Math.min(least, value), Infinity),
  Maximum: (samples) => samples.reduce((most, { value }) => Math.max(most, value), -Infinity),
};

/** CloudWatch's statistic of that name; undefined where it is none that is computed here. */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(STATISTICS, name)) return STATISTICS[name];
  const percentile = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name);
  return percentile === null ? undefined : (samples) => quantile(samples, Number(percentile[1]) / 100);
}

function count(samples: readonly Sample[]): number {
  return total(samples, ({ weight }) => weight);
}

function total(samples: readonly Sample[], of: (sample: Sample) => number): number {
  return samples.reduce((sum, sample) => sum + of(sample), 0);
}

/** The smallest value that at least that share of the requests do not exceed. */
function quantile(samples: readonly Sample[], share: number): number {
  const sorted = [...samples].sort((a, b) => a.value - b.value);
  const needed = share * count(sorted) * (1 - Number.EPSILON * 4);
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= needed) return value;
  }
  return sorted[sorted.length - 1].value;
}
