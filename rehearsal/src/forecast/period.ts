import { InferenceError } from '@inference-constructs/core/out/errors';
import { LEAST_HISTORY_MILLISECONDS } from '@inference-constructs/core/out/scaling/forecast/profile';
import { plural } from '../report/words';
import type { RecordedTrace } from '../scaling/trace/recorded-trace';
import type { Span } from '../scaling/trace/span';
import { localTime } from './local-text';

const QUARTER = 900_000;
const HOUR = 4 * QUARTER;
const DAY = 24 * HOUR;
const LEAST_DAYS = LEAST_HISTORY_MILLISECONDS / DAY;

/** How many days at the end of a trace are played, where nobody says. */
export const DEFAULT_DAYS = 7;

/**
 * The last days of a trace by the clocks of a time zone, the last one as far as it goes in whole hours. What is before them
 * is history: a week at least, up to the hour of UTC at which a run then ends its query.
 */
export function playedPeriod(trace: RecordedTrace, days: number, timezone: string): Span {
  const midnights = midnightsOf(trace, timezone);
  if (midnights.length >= days) {
    const from = midnights[days - 1];
    return { from, until: from + Math.floor((trace.until - from) / HOUR) * HOUR };
  }
  const { begin, until } = trace;
  const most = midnights.length;
  const missing = Math.max(days - most, LEAST_DAYS + days - Math.floor((until - begin) / DAY));
  throw new InferenceError(
    'HistoryTooShort',
    `trace (${daysText(until - begin)}): ${plural(LEAST_DAYS, 'day')} of history, as the forecast itself needs, before the ` +
      `${plural(days, 'day')} that are played. give ${plural(missing, 'day')} more${most < 1 ? '' : `, or play ${most} with --days ${most}`}`,
    trace.file,
  );
}

/** When days begin that have an hour at least, and a week before it, the last one first. Offsets from UTC are whole quarters of an hour. */
function midnightsOf({ begin, until }: RecordedTrace, timezone: string): number[] {
  const midnights: number[] = [];
  const earliest = begin + LEAST_HISTORY_MILLISECONDS;
  const hourOf = (time: number): number => Math.floor(time / HOUR) * HOUR;
  const dateAt = (time: number): string => localTime(new Date(time).toISOString(), timezone).date;
  const last = Math.floor((until - HOUR) / QUARTER) * QUARTER;
  let date = dateAt(last);
  for (let time = last; hourOf(time) >= earliest; time -= QUARTER) {
    const before = dateAt(time - QUARTER);
    if (before !== date) midnights.push(time);
    date = before;
  }
  return midnights;
}

/** `7 days`, `6.5 days`. */
export function daysText(milliseconds: number): string {
  const days = Math.floor((milliseconds / DAY) * 10) / 10;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
