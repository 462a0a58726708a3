import type { DeclaredAlarm } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import { CloudWatchAlarms } from '@inference-constructs/rehearsal/alarms/cloudwatch-alarms';
import { MemoryMetricStore } from '@inference-constructs/rehearsal/metrics/memory-metric-store';

function metricAlarm(name: string): DeclaredAlarm {
  return {
    name,
    path: `App/${name}`,
    properties: {
      Namespace: 'N',
      MetricName: name,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  };
}

const composite = (name: string, AlarmRule: unknown, more: object = {}): DeclaredAlarm => ({
  name,
  path: `App/${name}`,
  properties: { AlarmRule, ...more },
});

/** Status of each alarm at a minute; `values` of each metric are put minute by minute. */
function evaluated(alarms: DeclaredAlarm[], values: Record<string, number[]>, minutes: number) {
  const store = new MemoryMetricStore();
  for (const [name, ofMinutes] of Object.entries(values)) {
    ofMinutes.forEach((value, minute) =>
      store.put({ namespace: 'N', name, dimensions: {} }, minute, { value, weight: 1 }),
    );
  }
  const evaluator = new CloudWatchAlarms(alarms, store);
  return Array.from({ length: minutes }, (_, minute) => evaluator.evaluate(minute));
}

test('follows the alarms of its rule, whatever the order they are declared in', () => {
  const outer = composite('outer', 'ALARM(inner) AND NOT ALARM(b)');
  const inner = composite('inner', 'ALARM(a) OR ALARM(b)');
  const last = evaluated([outer, inner, metricAlarm('a'), metricAlarm('b')], { a: [0, 11], b: [0, 0] }, 4).at(-1);
  expect(last?.map(({ alarm, state }) => `${alarm.name} ${state}`)).toEqual([
    'outer ALARM',
    'inner ALARM',
    'a ALARM',
    'b OK',
  ]);
});

test('is open where an alarm that decides is', () => {
  const alarms = [composite('both', 'ALARM(a) AND ALARM(b)'), metricAlarm('a'), metricAlarm('b')];
  const seen = evaluated(alarms, { a: [11], b: [11, 11, 11, 11] }, 4).map(([{ possible }]) => possible.length);
  expect(seen).toEqual([1, 1, 1, 2]);
});

test('says what holds its actions back', () => {
  const periods = { ActionsSuppressorWaitPeriod: 120, ActionsSuppressorExtensionPeriod: 60 };
  const held = composite('held', 'ALARM(a)', { ActionsSuppressor: 'deploying', ...periods });
  const seen = evaluated([held, metricAlarm('a'), metricAlarm('deploying')], { a: [11, 11, 11, 11, 11] }, 6);
  expect(seen.map(([{ actionsSuppressedBy }]) => actionsSuppressedBy)).toEqual([
    undefined,
    undefined,
    'WaitPeriod',
    'WaitPeriod',
    undefined,
    undefined,
  ]);
});

test.each<[string, DeclaredAlarm[]]>([
  ['a, an alarm that is not among those played', [composite('c', 'ALARM(a)')]],
  ['a rule that depends on its own alarm', [composite('c', 'ALARM(d)'), composite('d', 'NOT ALARM(c)')]],
  ['AlarmRule {"Fn::If":[]}', [composite('c', { 'Fn::If': [] })]],
  ['ActionsSuppressorWaitPeriod undefined', [composite('c', 'TRUE', { ActionsSuppressor: 'a' })]],
])('%s is refused by name', (reason, alarms) => {
  expect(() => new CloudWatchAlarms(alarms, new MemoryMetricStore())).toThrow(`App/c: cannot evaluate ${reason}`);
});
