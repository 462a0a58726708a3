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

/** The last days of a trace by the clocks of a time zone, the last one as far as it goes. What is before them is history: a week at least. */
export function playedPeriod(trace: RecordedTrace, days: number, timezone: string): Span {
  const until = Math.floor(trace.until / HOUR) * HOUR;
  const midnights = midnightsBefore(until, trace.begin + LEAST_HISTORY_MILLISECONDS, timezone);
  if (midnights.length >= days) return { from: midnights[days - 1], until };
  const most = midnights.length;
  const missing = Math.max(days - most, LEAST_DAYS + days - Math.floor((until - trace.begin) / DAY));
  throw new InferenceError(
    'HistoryTooShort',
    `trace (${daysText(until - trace.begin)}): ${plural(LEAST_DAYS, 'day')} of history, as the forecast itself needs, before the ` +
      `${plural(days, 'day')} that are played. give ${plural(missing, 'day')} more${most < 1 ? '' : `, or play ${most} with --days ${most}`}`,
    trace.file,
  );
}

/** When days begin, the last one first. Offsets from UTC are whole quarters of an hour. */
function midnightsBefore(until: number, earliest: number, timezone: string): number[] {
  const midnights: number[] = [];
  const dateAt = (time: number): string => localTime(new Date(time).toISOString(), timezone).date;
  let date = dateAt(until - QUARTER);
  for (let time = until - QUARTER; time >= earliest; time -= QUARTER) {
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
