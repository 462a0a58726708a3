import { declaredForecasts, devicesOf } from '@inference-constructs/rehearsal/forecast/declared-forecast';
import type { Resources } from '../analysis/support/declared';
import { endpoint, read } from '../analysis/support/declared';
import { declared } from './support/declared';

const { configuration } = declared();

function resources(change: (all: Resources) => void = () => undefined): Resources {
  const all: Resources = {
    ...endpoint({ scaling: { min: 2, max: 8 } }),
    Forecast: {
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { Variables: { INFERENCE_FORECAST: JSON.stringify(configuration) } } },
      Metadata: { 'aws:cdk:path': 'App/Forecast/Function/Resource' },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { ScheduleExpression: 'rate(1 day)', Target: { Arn: { 'Fn::GetAtt': ['Forecast', 'Arn'] } } },
    },
  };
  change(all);
  return all;
}

test('a forecast is found with what it scales, when it runs, and on what', () => {
  const [one, ...others] = declaredForecasts(read(resources()));
  expect(others).toEqual([]);
  expect(one).toMatchObject({ path: 'App/Forecast', configuration, instanceType: 'ml.g5.xlarge', notPlayed: [] });
  expect(one.scaling.target).toMatchObject({ minCapacity: 2, maxCapacity: 8 });
  expect([1440, 2000, 2880].map((minute) => one.schedule.isDue(minute, 0))).toEqual([true, false, true]);
});

test('its schedule has a time zone, a start and an end', () => {
  const [one] = declaredForecasts(
    read(
      resources(({ Schedule }) => {
        Object.assign(Schedule.Properties, {
          ScheduleExpression: 'cron(0 6 * * ? *)',
          ScheduleExpressionTimezone: 'Asia/Kolkata',
          StartDate: '2026-11-02T00:00:00Z',
          EndDate: '2026-11-04T00:00:00Z',
        });
      }),
    ),
  );
  const due = (time: string) => one.schedule.isDue(Date.parse(time) / 60_000, 0);
  const times = [
    '2026-11-01T00:30Z',
    '2026-11-02T00:30Z',
    '2026-11-02T06:00Z',
    '2026-11-03T00:30Z',
    '2026-11-04T00:30Z',
  ];
  expect(times.filter(due)).toEqual(['2026-11-02T00:30Z', '2026-11-03T00:30Z']);
});

test('of pools the first is played, and the others are known', () => {
  const [one] = declaredForecasts(
    read(
      resources(({ Config }) => {
        const [variant] = Config.Properties.ProductionVariants as Record<string, unknown>[];
        const InstancePools = ['ml.g5.xlarge', 'ml.g6.xlarge'].map((InstanceType, i) => ({
          InstanceType,
          Priority: i + 1,
        }));
        Object.assign(variant, { InstanceType: undefined, InstancePools });
      }),
    ),
  );
  expect(one).toMatchObject({ instanceType: 'ml.g5.xlarge', otherTypes: ['ml.g6.xlarge'] });
});

test.each<[string, (all: Resources) => void, string | undefined, string]>([
  [
    'no forecast',
    (all) => delete all.Forecast,
    undefined,
    ' (no forecast): one at least. declare a ForecastScaling, and synthesize again',
  ],
  ['another one', () => undefined, 'App/Other', 'App/Other (no forecast): one of App/Forecast. give one of them'],
  [
    'nothing that runs it',
    (all) => delete all.Schedule,
    undefined,
    'App/Forecast: schedule (none): one that runs the forecast. declare or enable it',
  ],
  [
    'a schedule that is disabled',
    ({ Schedule }) => (Schedule.Properties.State = 'DISABLED'),
    undefined,
    'App/Forecast: schedule (disabled): one that runs the forecast. declare or enable it',
  ],
  [
    'a schedule that cannot be played',
    ({ Schedule }) => (Schedule.Properties.ScheduleExpression = 'rate(1 week)'),
    undefined,
    'App/Forecast: schedule (schedule rate(1 week)): one that can be played. declare a rate, or a cron expression of 6 fields, in a time zone that exists',
  ],
  [
    'a time zone that nobody knows',
    ({ Schedule }) =>
      Object.assign(Schedule.Properties, {
        ScheduleExpression: 'cron(0 6 * * ? *)',
        ScheduleExpressionTimezone: 'Mars/Base',
      }),
    undefined,
    'App/Forecast: schedule (time zone Mars/Base): one that can be played. declare a rate, or a cron expression of 6 fields, in a time zone that exists',
  ],
  [
    'a target that is elsewhere',
    (all) => {
      for (const [id, { Type }] of Object.entries(all)) if (Type.endsWith('::ScalableTarget')) delete all[id];
    },
    undefined,
    'App/Forecast: scalable target of endpoint/scores/variant/main (not declared here): must be one that can be played. declare it beside its forecast',
  ],
])('%s is told', (_, change, only, message) => {
  expect(() => declaredForecasts(read(resources(change)), only)).toThrow(message);
});

test('utilization counts the devices of the instance type', () => {
  const forecast = declared();
  expect(devicesOf(forecast)).toBe(4);
  expect(devicesOf({ ...forecast, instanceType: undefined })).toBeUndefined();
});
