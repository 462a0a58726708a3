import { boundedStatistic } from './bounded-statistics';
import { quantile } from './quantile';
import type { Sample } from './samples';
import { count, mean, sum } from './samples';

export type { Sample } from './samples';

/** A statistic over the samples of a period; never called with none. NaN where no sample lies in its bounds. */
export type Statistic = (samples: readonly Sample[]) => number;

const STATISTICS: Readonly<Record<string, Statistic>> = {
  Sum: sum,
  SampleCount: count,
  Average: mean,
  Minimum: (samples) => samples.reduce((least, { value }) => Math.min(least, value), Infinity),
  Maximum: (samples) => samples.reduce((most, { value }) => Math.max(most, value), -Infinity),
};

/** CloudWatch's statistic of that name; undefined where it is none that is computed here. */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(STATISTICS, name)) return STATISTICS[name];
  const share = percentileOf(name);
  return share === undefined ? boundedStatistic(name) : (samples) => quantile(samples, share);
}

/** The share below a percentile: 0.99 of `p99`; undefined for another statistic. */
export function percentileOf(name: string): number | undefined {
  const percentile = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name);
  return percentile === null ? undefined : Number(percentile[1]) / 100;
}
