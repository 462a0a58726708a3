import { CannotEvaluate } from '../../alarms/math/cannot-evaluate';
import { parseCron } from './cron';
import { LocalTime, zonedMinute } from './local-time';

/** When a scheduled action happens. */
export interface Schedule {
  /** Whether it is due in the minute that begins then; `origin` is when the simulation begins. */
  isDue(epochMinute: number, origin: number): boolean;
}

export interface ScheduleBounds {
  readonly timezone?: string;
  readonly startTime?: string;
  readonly endTime?: string;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** Reads `at(…)`, `rate(…)` or `cron(…)` as Application Auto Scaling takes them. Throws CannotEvaluate. */
export function parseSchedule(text: string, bounds: ScheduleBounds = {}): Schedule {
  const match = /^(at|rate|cron)\((.*)\)$/.exec(text.trim());
  if (match === null) throw new CannotEvaluate(`schedule ${text}`);
  const [, kind, body] = match;
  const start = bounds.startTime === undefined ? undefined : epochMinuteOf(bounds.startTime);
  const end = bounds.endTime === undefined ? undefined : epochMinuteOf(bounds.endTime);
  const due = dueOf(kind, body, text, bounds.timezone ?? 'UTC', start);
  return {
    isDue: (minute, origin) =>
      (start === undefined || minute >= start) && (end === undefined || minute <= end) && due(minute, origin),
  };
}

function dueOf(kind: string, body: string, text: string, zone: string, start: number | undefined): Schedule['isDue'] {
  if (kind === 'rate') {
    const rate = /^(\d+) (minute|hour|day)s?$/.exec(body.trim());
    if (rate === null || Number(rate[1]) < 1) throw new CannotEvaluate(`schedule ${text}`);
    const every = Number(rate[1]) * UNIT_MINUTES[rate[2]];
    // The first one comes a full interval after the start.
    return (minute, origin) => minute > (start ?? origin) && (minute - (start ?? origin)) % every === 0;
  }
  const local = new LocalTime(zone);
  if (kind === 'at') {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body)) throw new CannotEvaluate(`schedule ${text}`);
    const wanted = Math.floor(zonedMinute(body));
    return (minute) => local.at(minute) === wanted;
  }
  const matches = parseCron(body);
  return (minute) => matches(local.at(minute));
}

function epochMinuteOf(time: string): number {
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds)) throw new CannotEvaluate(`time ${time}`);
  return milliseconds / 60_000;
}
