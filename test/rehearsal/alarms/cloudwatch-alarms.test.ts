import type { DeclaredAlarm } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import { CloudWatchAlarms } from '@inference-constructs/rehearsal/alarms/cloudwatch-alarms';
import { MemoryMetricStore } from '@inference-constructs/rehearsal/metrics/memory-metric-store';

const metric = (name: string) => ({ namespace: 'N', name, dimensions: {} });

function declared(properties: Record<string, unknown>): DeclaredAlarm {
  return {
    name: 'alarm',
    path: 'App/Alarm',
    properties: {
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 10,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      ...properties,
    },
  };
}

const plain = (properties: Record<string, unknown> = {}) =>
  declared({ Namespace: 'N', MetricName: 'm', Statistic: 'Sum', Period: 60, ...properties });

const query = (Id: string, properties: Record<string, unknown> = {}) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'N', MetricName: Id }, Period: 300, Stat: 'Sum', ...properties },
});

/** The states at minutes 0, 1, 2, … of an alarm on a metric `m` with one value a minute. */
function states(alarm: DeclaredAlarm, values: readonly (number | undefined)[], minutes: number, weight = 1): string[] {
  const store = new MemoryMetricStore();
  values.forEach((value, minute) => {
    if (value !== undefined) store.put(metric('m'), minute, { value, weight });
  });
  const alarms = new CloudWatchAlarms([alarm], store);
  return Array.from({ length: minutes }, (_, minute) => alarms.evaluate(minute)[0].state);
}

describe('when a datapoint is seen', () => {
  test('two minutes after its minute began', () => {
    const alarm = plain({ Period: 300, EvaluationPeriods: 1 });
    expect(states(alarm, [11], 4)).toEqual(['OK', 'OK', 'ALARM', 'ALARM']);
  });

  test('for as long as it is in the window, which ends now', () => {
    const alarm = plain({ Period: 180 });
    // Minute 0 is in the windows that end at minutes 1 to 3, then in the period before, which nothing newer replaces.
    expect(states(alarm, [11, 0, 0, 0, 0], 6)).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'OK', 'OK']);
  });

  test('an older period decides where the newest is missing', () => {
    expect(states(plain(), [11], 6)).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'OK', 'OK']);
  });
});

test.each([
  ['GreaterThanThreshold', 'OK', 'OK', 'ALARM'],
  ['GreaterThanOrEqualToThreshold', 'OK', 'ALARM', 'ALARM'],
  ['LessThanThreshold', 'ALARM', 'OK', 'OK'],
  ['LessThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
])('%s 10: 9 is %s, 10 is %s, 11 is %s', (ComparisonOperator, ...expected) => {
  const alarm = plain({ ComparisonOperator });
  expect([9, 10, 11].map((value) => states(alarm, [value], 3)[2])).toEqual(expected);
});

test('m of n periods must breach', () => {
  const alarm = plain({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
  const seen = states(alarm, [11, 0, 0, 11, 0, 11, 0, 0, 0, 0], 12);
  // Minutes 3 and 5 are both among the last three that have arrived at minute 7 only.
  expect(seen.flatMap((state, minute) => (state === 'ALARM' ? [minute] : []))).toEqual([7]);
});

test('all of n must, where nothing else is said', () => {
  expect(states(plain({ EvaluationPeriods: 2 }), [11, 0, 11, 11], 6)[5]).toBe('ALARM');
  expect(states(plain({ EvaluationPeriods: 2 }), [11, 11, 0, 11], 6)[5]).toBe('OK');
});

test.each([
  ['missing', 'INSUFFICIENT_DATA'],
  ['ignore', 'INSUFFICIENT_DATA'],
  ['breaching', 'ALARM'],
  ['notBreaching', 'OK'],
])('without any data, treated as %s: %s', (TreatMissingData, state) => {
  expect(states(plain({ TreatMissingData }), [], 1)).toEqual([state]);
});

test('a request that stands for several counts as often', () => {
  expect(states(plain(), [4], 3, 3)[2]).toBe('ALARM');
  expect(states(plain({ Statistic: 'SampleCount' }), [4], 3, 11)[2]).toBe('ALARM');
  expect(states(plain({ Statistic: 'Average' }), [4], 3, 11)[2]).toBe('OK');
});

describe('metric math', () => {
  function score(expressions: object[], values: Record<string, number>): number | undefined {
    const store = new MemoryMetricStore();
    for (const [name, value] of Object.entries(values)) store.put(metric(name), 0, { value, weight: 1 });
    const metrics = [query('n'), query('c'), ...expressions];
    return new CloudWatchAlarms([declared({ Metrics: metrics })], store).evaluate(3)[0].value;
  }

  test('an expression over sums of one window', () => {
    expect(score([{ Id: 'e', Expression: 'IF(n >= 30, c / n, 0)' }], { n: 40, c: 10 })).toBe(0.25);
    expect(score([{ Id: 'e', Expression: 'IF(n >= 30, c / n, 0)' }], { n: 20, c: 10 })).toBe(0);
  });

  test('an expression over another', () => {
    const share = { Id: 'share', Expression: 'c / n', ReturnData: false };
    expect(score([share, { Id: 'e', Expression: '100 * share' }], { n: 40, c: 10 })).toBe(25);
  });

  test('what nobody published is missing, and named', () => {
    const alarms = new CloudWatchAlarms(
      [declared({ Metrics: [query('n'), query('c'), { Id: 'e', Expression: 'c / n' }] })],
      new MemoryMetricStore(),
    );
    expect(alarms.evaluate(5)[0]).toMatchObject({ state: 'OK', value: undefined });
    expect(alarms.unpublished().map((unpublished) => unpublished.metric.name)).toEqual(['n', 'c']);
  });
});

describe('an alarm that cannot be evaluated is refused by name', () => {
  const math = (Expression: string, ...queries: object[]) =>
    declared({ Metrics: [...queries, { Id: 'e', Expression }] });

  test.each<[string, DeclaredAlarm]>([
    ['function ANOMALY_DETECTION_BAND', math('ANOMALY_DETECTION_BAND(n)', query('n'))],
    ['x, which no metric of the alarm is called', math('n + x', query('n'))],
    ['e, which refers to itself', math('n + e', query('n'))],
    ['metrics of different periods', math('n + c', query('n'), query('c', { Period: 60 }))],
    ['no metric', math('1 + 1')],
    ['statistic tm101', math('n', query('n', { Stat: 'tm101' }))],
    ['statistic undefined', plain({ Statistic: undefined })],
    ['period 10 s, because the rehearsal counts in whole minutes', plain({ Period: 10 })],
    ['ComparisonOperator GreaterThanUpperThreshold', plain({ ComparisonOperator: 'GreaterThanUpperThreshold' })],
    ['ThresholdMetricId', plain({ ThresholdMetricId: 'band' })],
    ['EvaluateLowSampleCountPercentile no', plain({ EvaluateLowSampleCountPercentile: 'no' })],
    ['EvaluationWindow Other', plain({ EvaluationWindow: { Other: {} } })],
    ['WallClockWindow with a period of 120 s', plain({ Period: 120, EvaluationWindow: { WallClockWindow: {} } })],
    ['WarmUpPeriodDurationInMinutes 2881', plain({ WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 2881 } })],
    ['Dimensions "all"', plain({ Dimensions: 'all' })],
    ['Dimensions null', plain({ Dimensions: [null] })],
    ['Metrics {}', declared({ Metrics: {} })],
    ['Metrics "n"', declared({ Metrics: ['n'] })],
    ['MetricStat "n"', declared({ Metrics: [{ Id: 'n', MetricStat: 'n' }] })],
    ['Metric undefined', declared({ Metrics: [{ Id: 'n', MetricStat: { Stat: 'Sum' } }] })],
    ['TreatMissingData whatever', plain({ TreatMissingData: 'whatever' })],
    ['EvaluationPeriods @{Parameter.Ref}', plain({ EvaluationPeriods: '@{Parameter.Ref}' })],
    [
      '2 metrics that return data',
      declared({
        Metrics: [
          { ...query('n'), ReturnData: true },
          { Id: 'e', Expression: 'n' },
        ],
      }),
    ],
  ])('%s', (reason, alarm) => {
    expect(() => new CloudWatchAlarms([alarm], new MemoryMetricStore())).toThrow(
      `App/Alarm: cannot evaluate ${reason}: metric math with `,
    );
  });
});

/** State and possible states at minutes 0, 1, 2, … */
function evaluations(alarm: DeclaredAlarm, values: readonly (readonly number[])[], minutes: number) {
  const store = new MemoryMetricStore();
  values.forEach((ofMinute, minute) =>
    ofMinute.forEach((value) => store.put(metric('m'), minute, { value, weight: 1 })),
  );
  const alarms = new CloudWatchAlarms([alarm], store);
  return Array.from({ length: minutes }, (_, minute) => {
    const { state, possible } = alarms.evaluate(minute)[0];
    return possible.length === 1 ? state : [...possible].sort().join('|');
  });
}

test('a gap after a breach leaves open whether the alarm still sees it', () => {
  const seen = evaluations(plain({ EvaluationPeriods: 1 }), [[11]], 8);
  expect(seen).toEqual(['OK', 'OK', 'ALARM', 'ALARM|OK', 'ALARM|OK', 'ALARM|OK', 'OK', 'OK']);
});

test('a function of a whole series depends on how much of it is retrieved', () => {
  const alarm = declared({
    EvaluationPeriods: 1,
    Metrics: [{ ...query('m', { Period: 60 }) }, { Id: 'e', Expression: 'm * 0 + SUM(m)' }],
  });
  // Three minutes are retrieved in the guide's example, two or five elsewhere.
  expect(evaluations(alarm, [[4], [4], [4], [4]], 5)).toEqual(['OK', 'OK', 'OK', 'OK', 'ALARM|OK']);
});

describe('a percentile of few samples', () => {
  const alarm = (treatment: string | undefined, properties: Record<string, unknown> = {}) =>
    plain({
      Statistic: undefined,
      ExtendedStatistic: 'p90',
      EvaluateLowSampleCountPercentile: treatment,
      ...properties,
    });
  const hundred = new Array<number>(100).fill(11);
  const few = new Array<number>(99).fill(11);

  test('counts, where nothing else is said', () => {
    expect(evaluations(alarm(undefined), [few], 3)[2]).toBe('ALARM');
    expect(evaluations(alarm('evaluate'), [few], 3)[2]).toBe('ALARM');
  });

  test('keeps the state where it is to be ignored', () => {
    expect(evaluations(alarm('ignore'), [few], 3)).toEqual(['OK', 'OK', 'OK']);
    expect(evaluations(alarm('ignore'), [hundred], 3)[2]).toBe('ALARM');
  });

  test('beside a period with enough leaves the state open', () => {
    const seen = evaluations(alarm('ignore', { EvaluationPeriods: 2 }), [hundred, few], 4);
    expect(seen[3]).toBe('ALARM|OK');
  });
});

describe('a wall-clock window', () => {
  const alarm = (properties: Record<string, unknown>) =>
    plain({ EvaluationWindow: { WallClockWindow: {} }, ...properties });

  test('of minutes sees each once it is over and has arrived, and no older one', () => {
    expect(evaluations(alarm({}), [[11]], 6)).toEqual(['OK', 'OK', 'ALARM', 'OK', 'OK', 'OK']);
  });

  test('of longer periods depends on when the deployment begins', () => {
    const seen = evaluations(alarm({ Period: 300 }), [[11]], 12);
    expect(seen.slice(0, 3)).toEqual(['OK', 'OK', 'ALARM|OK']);
    expect(seen.slice(10, 12)).toEqual(['ALARM|OK', 'OK']);
  });

  test('whatever the phase, it goes off once every full period breaches', () => {
    const seen = evaluations(alarm({ Period: 300, Threshold: 0 }), new Array<number[]>(20).fill([1]), 12);
    expect(seen[11]).toBe('ALARM');
  });
});

describe('warming up', () => {
  const alarm = (configuration: object) => plain({ EvaluationPeriods: 2, WarmUpConfiguration: configuration });
  const values = new Array<number[]>(10).fill([11]);

  test('ends when the window is full', () => {
    expect(evaluations(alarm({ WarmUpPeriodDurationInMinutes: 5 }), values, 6)).toEqual([
      ...new Array<string>(3).fill('INSUFFICIENT_DATA'),
      ...new Array<string>(3).fill('ALARM'),
    ]);
  });

  test('lasts as long as it is to', () => {
    const fixed = { WarmUpPeriodDurationInMinutes: 5, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
    expect(evaluations(alarm(fixed), values, 6)).toEqual([...new Array<string>(5).fill('INSUFFICIENT_DATA'), 'ALARM']);
  });

  test('ends without data, too', () => {
    expect(evaluations(alarm({ WarmUpPeriodDurationInMinutes: 2 }), [], 3)[2]).toBe('OK');
  });
});
