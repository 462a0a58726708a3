import { parseSchedule } from '@inference-constructs/rehearsal/scaling/schedule/schedule';

const minuteOf = (time: string) => Date.parse(time) / 60_000;

/** The times at which a schedule is due in some days from `from` on. */
function due(text: string, from: string, days: number, bounds = {}): string[] {
  const schedule = parseSchedule(text, bounds);
  const origin = minuteOf(from);
  return Array.from({ length: days * 1440 }, (_, i) => origin + i)
    .filter((minute) => schedule.isDue(minute, origin))
    .map((minute) => new Date(minute * 60_000).toISOString().slice(0, 16));
}

const MONDAY = '2026-01-05T00:00Z';

test.each<[schedule: string, from: string, days: number, times: string[]]>([
  ['at(2026-01-05T09:30:00)', MONDAY, 1, ['2026-01-05T09:30']],
  ['rate(12 hours)', MONDAY, 1, ['2026-01-05T12:00']],
  ['cron(0 8 * * ? *)', MONDAY, 2, ['2026-01-05T08:00', '2026-01-06T08:00']],
  ['cron(0 8 ? * MON-FRI *)', '2026-01-09T00:00Z', 4, ['2026-01-09T08:00', '2026-01-12T08:00']],
  ['cron(0 8 ? * 1 *)', MONDAY, 7, ['2026-01-11T08:00']],
  ['cron(0/30 8-9 5 JAN ? 2026)', MONDAY, 1, ['08:00', '08:30', '09:00', '09:30'].map((time) => `2026-01-05T${time}`)],
  [
    'cron(15,45 3 ? * 2,TUE *)',
    MONDAY,
    2,
    ['2026-01-05T03:15', '2026-01-05T03:45', '2026-01-06T03:15', '2026-01-06T03:45'],
  ],
  ['cron(0 0 L * ? *)', '2026-02-01T00:00Z', 31, ['2026-02-28T00:00']],
  ['cron(0 0 15W * ? *)', '2026-02-01T00:00Z', 28, ['2026-02-16T00:00']],
  ['cron(0 0 1W * ? *)', '2026-08-01T00:00Z', 31, ['2026-08-03T00:00']],
  ['cron(0 0 ? * 3#2 *)', '2026-02-01T00:00Z', 28, ['2026-02-10T00:00']],
  ['cron(0 0 ? * 6L *)', '2026-02-01T00:00Z', 28, ['2026-02-27T00:00']],
  ['cron(0 0 * * ? 2027)', MONDAY, 2, []],
])('%s from %s', (schedule, from, days, times) => expect(due(schedule, from, days)).toEqual(times));

test('the clock is that of the time zone', () => {
  const bounds = { timezone: 'Europe/Berlin' };
  expect(due('cron(0 8 * * ? *)', MONDAY, 1, bounds)).toEqual(['2026-01-05T07:00']);
  expect(due('cron(0 8 * * ? *)', '2026-07-06T00:00Z', 1, bounds)).toEqual(['2026-07-06T06:00']);
  expect(due('at(2026-07-06T08:00:00)', '2026-07-06T00:00Z', 1, bounds)).toEqual(['2026-07-06T06:00']);
});

test('a time that the clock skips does not come', () => {
  expect(due('cron(30 2 * * ? *)', '2026-03-28T12:00Z', 2, { timezone: 'Europe/Berlin' })).toEqual([
    '2026-03-30T00:30',
  ]);
});

test('nothing is due before the start or after the end', () => {
  const bounds = { startTime: '2026-01-06T00:00:00Z', endTime: '2026-01-07T12:00:00Z' };
  expect(due('cron(0 8 * * ? *)', MONDAY, 7, bounds)).toEqual(['2026-01-06T08:00', '2026-01-07T08:00']);
});

test.each([
  ['cron(0 8 * * ?)', 'cron(0 8 * * ?), which has 5 fields, not 6'],
  ['cron(60 8 * * ? *)', 'cron field 60'],
  ['cron(0 8 ? * FUNDAY *)', 'cron field FUNDAY'],
  ['cron(0 9-8 * * ? *)', 'cron field 9-8'],
  ['cron(0/0 8 * * ? *)', 'cron field 0/0'],
  ['rate(0 minutes)', 'schedule rate(0 minutes)'],
  ['at(tomorrow)', 'schedule at(tomorrow)'],
  ['every day', 'schedule every day'],
])('%s is refused', (schedule, message) => expect(() => parseSchedule(schedule)).toThrow(message));

test('a time zone that nobody knows is refused', () => {
  expect(() => parseSchedule('cron(0 8 * * ? *)', { timezone: 'Mars/Olympus' })).toThrow('time zone Mars/Olympus');
});
