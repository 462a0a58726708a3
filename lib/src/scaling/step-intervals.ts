import { InferenceError } from '../errors';

/** A range of the metric and what to do in it; a bound that is missing is that of the neighbour, or infinite. */
export interface ScalingInterval {
  readonly lower?: number;
  readonly upper?: number;
  readonly change: number;
}

/** Intervals on one side of the range in which nothing is to be done, nearest to it first. */
export interface Side {
  /** Where that range ends. */
  readonly threshold: number;
  readonly intervals: readonly ScalingInterval[];
}

export interface Sides {
  readonly below?: Side;
  readonly above?: Side;
}

/** Application Auto Scaling: at most so many steps a policy. */
const MAX_STEPS = 20;

/** Splits the intervals at the one range that they leave free: each side is an alarm with a policy. */
export function splitIntervals(given: readonly ScalingInterval[]): Sides {
  if (given.length === 0) throw invalid('steps (none)', 'at least 1');
  const intervals = completed(given);
  for (const interval of intervals) {
    if (!(low(interval) < high(interval))) throw invalid(`step ${text(interval)}`, 'a lower bound below its upper one');
  }
  const gaps: number[] = [];
  if (low(intervals[0]) !== -Infinity) gaps.push(0);
  intervals.slice(1).forEach((interval, i) => {
    const before = intervals[i];
    if (low(interval) < high(before)) throw invalid(`steps ${text(before)} and ${text(interval)}`, 'no overlap');
    if (low(interval) > high(before)) gaps.push(i + 1);
  });
  if (high(intervals[intervals.length - 1]) !== Infinity) gaps.push(intervals.length);
  if (gaps.length !== 1) {
    throw invalid(
      `ranges of the metric without a step (${gaps.length})`,
      'exactly 1, in which the capacity stays as it is',
    );
  }
  const [at] = gaps;
  const below = intervals.slice(0, at).reverse();
  const above = intervals.slice(at);
  if (Math.max(below.length, above.length) > MAX_STEPS) {
    throw invalid(`steps on one side (${Math.max(below.length, above.length)})`, `at most ${MAX_STEPS}`);
  }
  return {
    ...(below.length === 0 ? {} : { below: { threshold: high(below[0]), intervals: below } }),
    ...(above.length === 0 ? {} : { above: { threshold: low(above[0]), intervals: above } }),
  };
}

/** In order, with the bounds that the neighbours give. */
function completed(given: readonly ScalingInterval[]): ScalingInterval[] {
  const known = ({ lower, upper }: ScalingInterval) => lower ?? upper ?? -Infinity;
  const sorted = [...given].sort((a, b) => known(a) - known(b));
  return sorted.map((interval, i) => {
    const lower = interval.lower ?? (i === 0 ? undefined : sorted[i - 1].upper);
    const upper = interval.upper ?? (i === sorted.length - 1 ? undefined : sorted[i + 1].lower);
    return {
      ...(lower === undefined ? {} : { lower }),
      ...(upper === undefined ? {} : { upper }),
      change: interval.change,
    };
  });
}

function low({ lower = -Infinity }: ScalingInterval): number {
  return lower;
}

function high({ upper = Infinity }: ScalingInterval): number {
  return upper;
}

function text(interval: ScalingInterval): string {
  return `${low(interval)} to ${high(interval)}`;
}

function invalid(what: string, limit: string): InferenceError {
  return new InferenceError(
    'ScalingStepsInvalid',
    `${what}: ${limit}. write steps that leave one range free, for example { upper: 10, change: -1 } and { lower: 50, change: 1 }`,
  );
}
