import * as fc from 'fast-check';
import type { ForecastSettings } from '@inference-constructs/core/out/scaling/forecast/actions';
import { forecastActions, forecastCapacities } from '@inference-constructs/core/out/scaling/forecast/actions';
import type { ForecastSpec } from '@inference-constructs/core/out/scaling/forecast/decide';
import { decideForecast } from '@inference-constructs/core/out/scaling/forecast/decide';
import { forecastWindow } from '@inference-constructs/core/out/scaling/forecast/forecast';
import { HOURS_PER_WEEK, hourOfWeek } from '@inference-constructs/core/out/scaling/forecast/local-hour';
import { weeklyProfile } from '@inference-constructs/core/out/scaling/forecast/profile';

const HOUR = 3_600_000;
const SUNDAY = Date.parse('2026-01-04T00:00:00Z');
const settings: ForecastSettings = {
  targetPerMinute: 100,
  headroomPercent: 0,
  minCapacity: 1,
  maxCapacity: 10,
  leadMinutes: 10,
};

/** Five-minute datapoints of so many weeks, from what each hour since the first Sunday has per minute. */
function history(weeks: number, perMinute: (hour: number) => number | undefined) {
  const datapoints = Array.from({ length: weeks * HOURS_PER_WEEK }, (_, hour) => {
    const requests = perMinute(hour);
    return requests === undefined ? [] : [{ time: SUNDAY + hour * HOUR, requests: requests * 5 }];
  }).flat();
  return { datapoints, periodSeconds: 300, until: SUNDAY + weeks * HOURS_PER_WEEK * HOUR };
}

describe('a profile', () => {
  test('is what each hour of the week has', () => {
    expect(
      weeklyProfile(
        history(2, (hour) => hour % HOURS_PER_WEEK),
        'UTC',
      ),
    ).toEqual(Array.from({ length: HOURS_PER_WEEK }, (_, hour) => hour));
  });

  test('is the median over the weeks: one incident is not expected again', () => {
    const profile = weeklyProfile(
      history(3, (hour) => (hour === 10 ? 9000 : 10)),
      'UTC',
    );
    expect(profile).toEqual(new Array<number>(HOURS_PER_WEEK).fill(10));
  });

  test('takes the busiest five minutes of an hour', () => {
    const { datapoints, ...rest } = history(1, () => 10);
    const peak = { time: SUNDAY + 30 * 60_000, requests: 400 };
    expect(weeklyProfile({ datapoints: [...datapoints, peak], ...rest }, 'UTC')?.slice(0, 2)).toEqual([80, 10]);
  });

  test('has 0 where no requests were published', () => {
    const profile = weeklyProfile(
      history(2, (hour) => (hour % 24 === 3 ? undefined : 5)),
      'UTC',
    );
    expect(profile?.slice(2, 5)).toEqual([5, 0, 5]);
  });

  test('follows the clock of its time zone over a change of it', () => {
    const begin = Date.parse('2026-03-22T00:00:00Z');
    const of = hourOfWeek('Europe/Berlin');
    const hours = 3 * HOURS_PER_WEEK;
    const datapoints = Array.from({ length: hours }, (_, i) => begin + i * HOUR)
      .filter((time) => of(time) % 24 === 9)
      .map((time) => ({ time, requests: 500 }));
    const first = { time: begin, requests: 0 };
    const profile = weeklyProfile(
      { datapoints: [first, ...datapoints], periodSeconds: 300, until: begin + hours * HOUR },
      'Europe/Berlin',
    );
    expect(profile?.map((requests, hour) => (requests > 0 ? hour % 24 : -1)).filter((hour) => hour >= 0)).toEqual(
      new Array<number>(7).fill(9),
    );
  });

  test.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'])(
    'has the hours of the clock where they do not begin with those of UTC: %s',
    (timezone) => {
      const of = hourOfWeek(timezone);
      const weeks = 2 * HOURS_PER_WEEK * HOUR;
      const datapoints = Array.from({ length: weeks / 300_000 }, (_, i) => SUNDAY + i * 300_000).map((time) => ({
        time,
        requests: (of(time) % 24) * 5,
      }));
      expect(weeklyProfile({ datapoints, periodSeconds: 300, until: SUNDAY + weeks }, timezone)).toEqual(
        Array.from({ length: HOURS_PER_WEEK }, (_, hour) => hour % 24),
      );
    },
  );

  test('has what came in an hour that is seen in part only, where there is no other', () => {
    const { datapoints } = history(1, () => 10);
    const until = SUNDAY + HOURS_PER_WEEK * HOUR;
    expect(weeklyProfile({ datapoints, periodSeconds: 300, until }, 'Asia/Kolkata')).toEqual(
      new Array<number>(HOURS_PER_WEEK).fill(10),
    );
  });

  test('of one week is made where there were requests before it, though none when it begins', () => {
    const { datapoints, ...rest } = history(2, (hour) => (hour % 24 < 6 ? undefined : hour < HOURS_PER_WEEK ? 100 : 5));
    const { since, from } = forecastWindow(rest.until, { lookbackDays: 7 });
    const asked = datapoints.filter(({ time }) => time >= since);
    expect(weeklyProfile({ datapoints: asked, ...rest, from }, 'UTC')?.slice(4, 8)).toEqual([0, 0, 5, 5]);
  });

  test.each([
    ['no history', []],
    ['less than a week', [{ time: SUNDAY, requests: 1 }]],
  ])('is not made of %s', (_, datapoints) => {
    const until = SUNDAY + HOURS_PER_WEEK * HOUR - 1;
    expect(weeklyProfile({ datapoints, periodSeconds: 300, until }, 'UTC')).toBeUndefined();
  });
});

test.each([
  [7, 14],
  [28, 35],
  [60, 63],
  [63, 63],
])('a run that looks at %d days asks CloudWatch for %d, to see whether there was more', (lookbackDays, asked) => {
  const until = SUNDAY + 500 * HOUR;
  expect(forecastWindow(until + HOUR - 1, { lookbackDays })).toEqual({
    since: until - asked * 24 * HOUR,
    from: until - lookbackDays * 24 * HOUR,
    until,
  });
});

describe('actions', () => {
  test('are where the capacity changes: more ahead of its hour, less when it has come', () => {
    const capacities = forecastCapacities(
      Array.from({ length: HOURS_PER_WEEK }, (_, hour) => (hour === 24 + 8 ? 350 : 50)),
      settings,
    );
    expect(forecastActions(capacities, settings)).toEqual([
      { name: 'forecast-MON-08', schedule: 'cron(50 7 ? * MON *)', minCapacity: 4 },
      { name: 'forecast-MON-09', schedule: 'cron(0 9 ? * MON *)', minCapacity: 1 },
    ]);
  });

  test('that come ahead of Sunday midnight are on Saturday', () => {
    const capacities = forecastCapacities(
      Array.from({ length: HOURS_PER_WEEK }, (_, hour) => (hour < 24 ? 350 : 50)),
      settings,
    );
    expect(forecastActions(capacities, settings)[0].schedule).toBe('cron(50 23 ? * SAT *)');
  });

  test('say once what is the same all week', () => {
    expect(forecastActions(new Array<number>(HOURS_PER_WEEK).fill(2), settings)).toEqual([
      { name: 'forecast-SUN-00', schedule: 'cron(0 0 ? * SUN *)', minCapacity: 2 },
    ]);
  });

  test('are at most 168, with names of their own and capacities within the bounds', () => {
    const profiles = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
      minLength: HOURS_PER_WEEK,
      maxLength: HOURS_PER_WEEK,
    });
    fc.assert(
      fc.property(profiles, (profile) => {
        const actions = forecastActions(forecastCapacities(profile, settings), settings);
        expect(actions.length).toBeLessThanOrEqual(HOURS_PER_WEEK);
        expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length);
        expect(actions.every(({ minCapacity }) => minCapacity >= 1 && minCapacity <= 10)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a forecast', () => {
  const spec: ForecastSpec = {
    scaling: {
      scaled: { kind: 'instances', endpointName: 'e', variantName: 'live' },
      minCapacity: 1,
      maxCapacity: 10,
      path: 'Stack/Scaling',
      isUnresolved: (value) => value === -1.5,
    },
    targetPerMinute: 100,
    partition: 'aws',
    region: 'us-east-1',
    account: '123456789012',
    path: 'Stack/Forecast',
  };

  test('may read metrics and write scheduled actions of scalable targets', () => {
    const policy = decideForecast(spec).resources.find(({ id }) => id === 'RolePolicy');
    expect((policy?.properties.PolicyDocument as { Statement: object[] }).Statement.slice(1)).toEqual([
      {
        Effect: 'Allow',
        Action: ['cloudwatch:GetMetricData', 'application-autoscaling:DescribeScheduledActions'],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: ['application-autoscaling:PutScheduledAction', 'application-autoscaling:DeleteScheduledAction'],
        Resource: 'arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/*',
      },
    ]);
  });

  test.each<[Partial<ForecastSpec>, string]>([
    [{ targetPerMinute: 0 }, 'target (0 per minute): more than 0. choose a value in that range'],
    [{ headroomPercent: -1 }, 'headroom (-1 %): at least 0. choose a value in that range'],
    [
      { lookbackDays: 64 },
      'lookback (64 days): whole days from 7 to 63, which CloudWatch keeps. choose a value in that range',
    ],
    [{ leadMinutes: 60 }, 'lead (60 minutes): whole minutes from 0 to 59. choose a value in that range'],
    [
      { timezone: 'Mars/Olympus' },
      'time zone ("Mars/Olympus"): a name of the IANA database. write for example "Europe/Berlin"',
    ],
    [{ leadMinutes: -1.5 }, 'leadMinutes (a token): must be known at synth. pass a literal'],
  ])('of %j is refused', (given, message) => {
    expect(() => decideForecast({ ...spec, ...given })).toThrow(message);
  });
});
