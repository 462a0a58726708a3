import { InferenceError } from '../errors';

const AT = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;
const RATE = /^rate\([1-9]\d* (minutes?|hours?|days?)\)$/;
/** Minute, hour, day of month, month, day of week, year. */
const CRON = /^cron\(((?:\S+ +){5}\S+)\)$/;

/** What is wrong with a schedule of Application Auto Scaling; undefined where nothing is. */
export function scheduleFault(schedule: string): string | undefined {
  if (AT.test(schedule) || RATE.test(schedule)) return undefined;
  const fields = CRON.exec(schedule)?.[1].split(/ +/);
  if (fields === undefined) return 'at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron() with 6 fields';
  const [day, weekday] = [fields[2], fields[4]];
  const isEither = (day === '?') !== (weekday === '?') || (day === '*' && weekday === '*');
  return isEither ? undefined : 'cron() with "?" in either the day of the month or the day of the week';
}

export function checkSchedule(schedule: string): void {
  const fault = scheduleFault(schedule);
  if (fault === undefined) return;
  throw new InferenceError(
    'ScheduleInvalid',
    `schedule (${JSON.stringify(schedule)}): ${fault}. write for example "cron(0 8 ? * MON-FRI *)"`,
  );
}

/** Whether a time zone is one that the IANA database knows. */
export function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return !/^[+-]/.test(timezone);
  } catch {
    return false;
  }
}

export function checkTimezone(timezone: string): void {
  if (isTimezone(timezone)) return;
  throw new InferenceError(
    'TimezoneUnknown',
    `time zone (${JSON.stringify(timezone)}): a name of the IANA database. write for example "Europe/Berlin"`,
  );
}
