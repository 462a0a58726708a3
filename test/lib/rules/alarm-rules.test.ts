import { alarmRules } from '@inference-constructs/core/out/rules/alarms';
import { broken, brokenInTerraform, UNKNOWN } from './support/broken';

const LATENCY = {
  Namespace: 'AWS/SageMaker',
  MetricName: 'ModelLatency',
  Statistic: 'Average',
  Period: 60,
  Threshold: 500_000,
  ComparisonOperator: 'GreaterThanThreshold',
};
const math = (Period: unknown, MetricName = 'Custom', Namespace = 'Mine') => ({
  Namespace: undefined,
  MetricName: undefined,
  Period: undefined,
  Metrics: [{ Id: 'm', MetricStat: { Metric: { Namespace, MetricName }, Period, Stat: 'Average' } }],
});
const metrics = (count: number) => ({
  ...math(60),
  Metrics: Array.from({ length: count }, () => math(60).Metrics[0]).concat({ Id: 'e', Expression: 'm0' } as never),
});
const mine = { Namespace: 'Mine', MetricName: 'Custom' };

function found(alarm: object, configurations: readonly object[] = []): string[] {
  const resources = {
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...LATENCY, ...alarm } },
    ...Object.fromEntries(
      configurations.map((Properties, i) => [`Config${i}`, { Type: 'AWS::SageMaker::EndpointConfig', Properties }]),
    ),
  };
  return broken(resources, alarmRules);
}

const enhanced = { MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 10 } };
const plain = { MetricsConfig: { EnableEnhancedMetrics: false, MetricPublishFrequencyInSeconds: 10 } };

test.each<[string, object, object[]]>([
  ['a minute', {}, [{}]],
  ['an hour', { Period: 3600 }, []],
  ['twenty seconds of an own metric', { ...mine, Period: 20 }, []],
  ['five seconds of an own metric in metric math', math(5), []],
  ['ten seconds of an endpoint of elsewhere', { Period: 10 }, []],
  ['ten seconds of enhanced metrics', { Period: 10 }, [{}, enhanced]],
  ['ten seconds of a metric of high resolution', { Period: 10, MetricName: 'ConcurrentRequestsPerModel' }, [{}]],
  ['ten metrics', metrics(10), []],
  ['a millisecond', { Threshold: 1000 }, []],
  ['a latency that falls', { Threshold: 5, ComparisonOperator: 'LessThanThreshold' }, []],
  ['how often a latency was measured', { Threshold: 5, Statistic: 'SampleCount' }, []],
  ['a latency that metric math turns into milliseconds', { ...metrics(1), Threshold: 5 }, []],
  ['a small number of errors', { MetricName: 'Invocation5XXErrors', Threshold: 0.01 }, []],
  ...UNKNOWN.flatMap((unknown): [string, object, object[]][] => [
    [`a period of ${JSON.stringify(unknown)}`, { Period: unknown }, [{}]],
    [`a period of ${JSON.stringify(unknown)} in metric math`, math(unknown), []],
    [`a threshold of ${JSON.stringify(unknown)}`, { Threshold: unknown }, []],
    [`metrics of ${JSON.stringify(unknown)}`, { ...math(60), Metrics: unknown }, []],
    [`enhanced metrics of ${JSON.stringify(unknown)}`, { Period: 10 }, [{ MetricsConfig: unknown }]],
  ]),
])('%s breaks no rule', (_, alarm, configurations) => {
  expect(found(alarm, configurations)).toEqual([]);
});

test.each<[string, object, object[], string]>([
  [
    'a period of a minute and a half',
    { Period: 90 },
    [],
    '[alarm-period-invalid] Alarm: Period (90 s): 10, 20 or 30 s, or a multiple of 60 s. choose one of them',
  ],
  [
    'a period of five seconds',
    { ...mine, Period: 5 },
    [],
    '[alarm-period-invalid] Alarm: Period (5 s): 10, 20 or 30 s, or a multiple of 60 s. choose one of them',
  ],
  [
    'a period of two minutes less a second in metric math',
    math(119),
    [],
    '[alarm-period-invalid] Alarm: Period (119 s): 10, 20 or 30 s, or a multiple of 60 s. choose one of them',
  ],
  [
    'ten seconds of errors of a function',
    { Namespace: 'AWS/Lambda', MetricName: 'Errors', Period: 10 },
    [],
    '[alarm-finer-than-metric] Alarm: Period (10 s) of Errors: at least 60 s, because AWS/Lambda publishes it once a minute. choose 60',
  ],
  [
    'thirty seconds of a latency',
    { Period: 30 },
    [{}, plain],
    '[alarm-finer-than-metric] Alarm: Period (30 s) of ModelLatency: at least 60 s, because AWS/SageMaker publishes it once a minute. choose 60',
  ],
  [
    'eleven metrics',
    metrics(11),
    [],
    '[alarm-with-too-many-metrics] Alarm: Metrics (11): at most 10 in an alarm. join several alarms in a composite alarm',
  ],
  [
    'a threshold in milliseconds',
    { Threshold: 500 },
    [],
    '[latency-alarm-in-milliseconds] Alarm: Threshold (500) of ModelLatency: in microseconds, so that it is 0.5 ms. write 500000 for 500 ms',
  ],
  [
    'the same of one metric in metric math',
    { ...math(60, 'OverheadLatency', 'AWS/SageMaker'), Threshold: 200 },
    [],
    '[latency-alarm-in-milliseconds] Alarm: Threshold (200) of OverheadLatency: in microseconds, so that it is 0.2 ms. write 200000 for 200 ms',
  ],
])('%s: a rule is broken', (_, alarm, configurations, message) => {
  expect(found(alarm, configurations)).toEqual([message]);
});

test('Terraform JSON is read by the same rules', () => {
  const alarm = {
    namespace: 'AWS/SageMaker',
    metric_name: 'ModelLatency',
    period: 90,
    threshold: 800,
    comparison_operator: 'GreaterThanThreshold',
  };
  expect(brokenInTerraform({ aws_cloudwatch_metric_alarm: { it: alarm } }, alarmRules)).toEqual([
    '[alarm-period-invalid] aws_cloudwatch_metric_alarm.it: Period (90 s): 10, 20 or 30 s, or a multiple of 60 s. choose one of them',
    '[latency-alarm-in-milliseconds] aws_cloudwatch_metric_alarm.it: Threshold (800) of ModelLatency: in microseconds, so that it is 0.8 ms. write 800000 for 800 ms',
  ]);
});
