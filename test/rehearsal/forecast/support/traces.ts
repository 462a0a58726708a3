import type { RecordedTrace } from '@inference-constructs/rehearsal/scaling/trace/recorded-trace';
import { recordedTrace } from '@inference-constructs/rehearsal/scaling/trace/recorded-trace';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday. */
export const MONDAY = Date.parse('2026-01-05T00:00:00Z');

/** A trace of so many days: what each period has a minute, by its time; none where it has none. */
export function traceOf(
  days: number,
  perMinute: (time: number) => number | undefined,
  { begin = MONDAY, periodMinutes = 5 } = {},
): RecordedTrace {
  const points = Array.from({ length: (days * DAY) / (periodMinutes * MINUTE) }, (_, i) => {
    const time = begin + i * periodMinutes * MINUTE;
    const requests = perMinute(time);
    return requests === undefined
      ? []
      : [{ time, requests: requests * periodMinutes, metrics: {}, where: `trace, row ${i + 1}` }];
  });
  return recordedTrace(points.flat(), 'trace.csv');
}

/** An office's day: little by night, a jump at 8 and another at 13 o'clock, less at the weekend. */
export function office(time: number): number {
  const hour = new Date(time).getUTCHours();
  const day = new Date(time).getUTCDay();
  return (hour < 8 || hour >= 18 ? 20 : hour === 13 ? 1200 : 700) * (day === 0 || day === 6 ? 0.3 : 1);
}
