import { HOURS_PER_WEEK, hourOfWeek } from './local-hour';

const HOUR = 3_600_000;
const WEEK = HOURS_PER_WEEK * HOUR;

/** What was measured in one period. */
export interface Datapoint {
  /** Milliseconds since 1970 at which the period begins. */
  readonly time: number;
  /** Requests in it. */
  readonly requests: number;
}

export interface History {
  readonly datapoints: readonly Datapoint[];
  readonly periodSeconds: number;
  /** When the history ends: the present. */
  readonly until: number;
}

/** A week at least: each of its hours must have been seen. */
export const LEAST_HISTORY_MILLISECONDS = WEEK;

/**
 * Requests per minute at the busiest of each hour of the week, as most weeks have it: the median over the weeks, so that
 * neither one incident nor one holiday is expected again. Undefined with less than a week of history. A period without a
 * datapoint had no requests.
 */
export function weeklyProfile({ datapoints, periodSeconds, until }: History, timezone: string): number[] | undefined {
  const begin = Math.min(...datapoints.map(({ time }) => time));
  if (!(until - begin >= LEAST_HISTORY_MILLISECONDS)) return undefined;
  const peaks = new Map<number, number>();
  for (const { time, requests } of datapoints) {
    const hour = Math.floor(time / HOUR);
    peaks.set(hour, Math.max(peaks.get(hour) ?? 0, (requests * 60) / periodSeconds));
  }
  const of = hourOfWeek(timezone);
  const seen = Array.from({ length: HOURS_PER_WEEK }, (): number[] => []);
  // Whole hours only: the one that is not over has not had its peak.
  for (let hour = Math.ceil(begin / HOUR); hour < Math.floor(until / HOUR); hour++) {
    seen[of(hour * HOUR)].push(peaks.get(hour) ?? 0);
  }
  return seen.map(median);
}

/** Of an even number the larger one in the middle: too much costs less than too little. 0 for an hour that clocks skip. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
