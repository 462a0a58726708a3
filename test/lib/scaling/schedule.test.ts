import { decideSchedule } from '@inference-constructs/core/out/scaling/schedule';
import { spec } from './support/spec';

describe('a schedule', () => {
  test.each([
    [
      { schedule: 'rate(1 hour)' },
      'schedule (without a capacity): a minimum, a maximum or both. say what changes at that time',
    ],
    [
      { schedule: 'rate(1 hour)', minCapacity: 3, maxCapacity: 2 },
      'minimum capacity (3): at most the maximum capacity (2). choose a smaller minimum or a larger maximum',
    ],
    [{ schedule: 'rate(1 hour)', minCapacity: 0 }, 'minimum capacity (0): at least 1 instance'],
    [
      { schedule: 'rate(1 hour)', maxCapacity: 0 },
      'maximum capacity (0): at least 1 instance, because a real-time endpoint refuses to run on none. serve the model with ' +
        'an asynchronous endpoint, an inference component or a function, which scale to zero, or schedule fewer instances by night',
    ],
    [
      { schedule: 'cron(0 8 * * *)', minCapacity: 1 },
      'schedule ("cron(0 8 * * *)"): at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron() with 6 fields. write for example "cron(0 8 ? * MON-FRI *)"',
    ],
    [
      { schedule: 'cron(0 8 1 * MON *)', minCapacity: 1 },
      'schedule ("cron(0 8 1 * MON *)"): cron() with "?" in either the day of the month or the day of the week. write for example',
    ],
    [
      { schedule: 'rate(1 hour)', minCapacity: 1, timezone: 'Mars/Olympus' },
      'time zone ("Mars/Olympus"): a name of the IANA database. write for example "Europe/Berlin"',
    ],
  ])('%j is refused', (scheduled, message) => {
    expect(() => decideSchedule(spec(), 'Night', scheduled)).toThrow(message);
  });

  test.each(['cron(0 8 * * ? *)', 'cron(0 8 ? * MON-FRI *)', 'rate(5 minutes)', 'at(2027-01-01T00:00:00)', 'token'])(
    '%s is taken',
    (schedule) => {
      const [{ properties }] = decideSchedule(spec(), 'Night', { schedule, minCapacity: 2 }).resources;
      expect(properties).toMatchObject({ Schedule: schedule, ScalableTargetAction: { MinCapacity: 2 } });
    },
  );
});
