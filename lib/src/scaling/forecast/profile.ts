import { HOURS_PER_WEEK, hourOfWeek } from './local-hour';

/** Clocks differ from UTC by whole quarters of an hour. */
const QUARTER = 900_000;
const QUARTERS_PER_HOUR = 4;
const WEEK = HOURS_PER_WEEK * QUARTERS_PER_HOUR * QUARTER;

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
  /** What came before counts for nothing, but for that there was something. Default: all counts. */
  readonly from?: number;
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
export function weeklyProfile(history: History, timezone: string): number[] | undefined {
  const { datapoints, from = -Infinity, until } = history;
  const begin = Math.max(from, Math.min(...datapoints.map(({ time }) => time)));
  if (!(until - begin >= LEAST_HISTORY_MILLISECONDS)) return undefined;
  const whole = Array.from({ length: HOURS_PER_WEEK }, (): number[] => []);
  const parts = Array.from({ length: HOURS_PER_WEEK }, (): number[] => []);
  for (const { hour, peaks } of hoursOf(history, begin, timezone)) {
    // One that has just begun, or is not over, may not have had its peak.
    (peaks.length < QUARTERS_PER_HOUR ? parts : whole)[hour].push(Math.max(...peaks));
  }
  return whole.map((peaks, hour) => median(peaks.length > 0 ? peaks : parts[hour]));
}

interface ClockHour {
  /** Of the week. */
  readonly hour: number;
  /** Of its quarters. */
  readonly peaks: number[];
}

/** The hours of a history by the clocks of a time zone, which need not begin with those of UTC. */
function hoursOf({ datapoints, periodSeconds, until }: History, begin: number, timezone: string): ClockHour[] {
  const peaks = new Map<number, number>();
  for (const { time, requests } of datapoints) {
    for (let at = Math.floor(time / QUARTER); at * QUARTER < time + periodSeconds * 1000; at++) {
      peaks.set(at, Math.max(peaks.get(at) ?? 0, (requests * 60) / periodSeconds));
    }
  }
  const of = hourOfWeek(timezone);
  const hours: ClockHour[] = [];
  for (let at = Math.ceil(begin / QUARTER); at < Math.floor(until / QUARTER); at++) {
    const [hour, peak, last] = [of(at * QUARTER), peaks.get(at) ?? 0, hours[hours.length - 1]];
    if (last?.hour === hour) last.peaks.push(peak);
    else hours.push({ hour, peaks: [peak] });
  }
  return hours;
}

/** Of an even number the larger one in the middle: too much costs less than too little. 0 for an hour that clocks skip. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
