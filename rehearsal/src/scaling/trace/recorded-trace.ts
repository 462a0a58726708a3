import type { Datapoint } from '@inference-constructs/core/out/scaling/forecast/profile';
import { traceInvalid } from './trace-error';

/** What was recorded of one period, before it is known how long that is. */
export interface TracePoint extends Datapoint {
  /** Further metrics by name; undefined where there is no number. */
  readonly metrics: Readonly<Record<string, number | undefined>>;
  /** File and datapoint, for messages. */
  readonly where: string;
}

/** Requests by time, as they were recorded; times in milliseconds since 1970. */
export interface RecordedTrace {
  readonly file: string;
  readonly periodMinutes: number;
  readonly begin: number;
  /** The end of the last period. */
  readonly until: number;
  /** By time. A period without one had no requests: SageMaker publishes none then. */
  readonly points: readonly TracePoint[];
  /** Periods without a datapoint. */
  readonly gaps: { readonly periods: number; readonly longest?: { readonly from: number; readonly until: number } };
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** CloudWatch's periods are whole minutes; an hour has a whole number of these, and all but the first consist of five minutes. */
const PERIOD_MINUTES = [1, 5, 10, 15, 20, 30, 60];
/** For which CloudWatch keeps any datapoint. */
const MOST_DAYS = 455;

/** Puts datapoints in order, and finds their period. */
export function recordedTrace(recorded: readonly TracePoint[], file: string): RecordedTrace {
  if (recorded.length < 2) throw traceInvalid(`datapoints (${recorded.length})`, 'at least 2', file);
  const points = [...recorded].sort((a, b) => a.time - b.time);
  const begin = points[0].time;
  const steps = points.slice(1).map(({ time, where }, i) => {
    const step = time - points[i].time;
    if (step === 0) throw traceInvalid(`time (${new Date(time).toISOString()})`, 'one datapoint each', where);
    return step;
  });
  const days = Math.ceil((points[points.length - 1].time - begin) / DAY);
  if (days > MOST_DAYS) throw traceInvalid(`times (${days} days)`, `at most ${MOST_DAYS} from first to last`, file);
  const period = steps.reduce(greatestCommonDivisor);
  if (!PERIOD_MINUTES.includes(period / MINUTE)) {
    throw traceInvalid(`period (${periodText(period)})`, `${PERIOD_MINUTES.join(', ')} minutes`, file);
  }
  if (begin % period !== 0) {
    const limit = `a whole number of periods (${periodText(period)}) after midnight UTC`;
    throw traceInvalid(`time (${new Date(begin).toISOString()})`, limit, points[0].where);
  }
  const until = points[points.length - 1].time + period;
  return { file, periodMinutes: period / MINUTE, begin, until, points, gaps: gapsOf(points, period, until - begin) };
}

function gapsOf(points: readonly TracePoint[], period: number, length: number): RecordedTrace['gaps'] {
  const gaps = points.slice(1).map(({ time }, i) => ({ from: points[i].time + period, until: time }));
  const longest = gaps.reduce((most, gap) => (gap.until - gap.from > most.until - most.from ? gap : most));
  const periods = length / period - points.length;
  return { periods, ...(periods === 0 ? {} : { longest }) };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function periodText(milliseconds: number): string {
  return milliseconds % MINUTE === 0 ? `${milliseconds / MINUTE} min` : `${milliseconds / 1000} s`;
}
