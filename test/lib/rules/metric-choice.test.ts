import { metricChoiceRules } from '@inference-constructs/core/out/rules/scaling/metric-choice';
import { broken, UNKNOWN } from './support/broken';

const predefined = { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' };
const customized = { MetricName: 'Mine', Namespace: 'Mine', Statistic: 'Average' };

function found(configuration: unknown): string[] {
  const Properties = { PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration: configuration };
  return broken({ Policy: { Type: 'AWS::ApplicationAutoScaling::ScalingPolicy', Properties } }, metricChoiceRules);
}

test.each<[string, unknown]>([
  ['a predefined metric', { PredefinedMetricSpecification: predefined }],
  ['a customized metric', { CustomizedMetricSpecification: customized }],
  ['no target tracking', undefined],
  ...UNKNOWN.flatMap((unknown): [string, unknown][] => [
    [`target tracking of ${JSON.stringify(unknown)}`, unknown],
    [
      `two of which one is ${JSON.stringify(unknown)}`,
      { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: { 'Fn::If': ['A', customized, ''] } },
    ],
  ]),
])('%s breaks no rule', (_, configuration) => {
  expect(found(configuration)).toEqual([]);
});

test.each<[string, object, string]>([
  [
    'two metrics',
    { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized },
    'metric (PredefinedMetricSpecification and CustomizedMetricSpecification): exactly one of PredefinedMetricSpecification, CustomizedMetricSpecification. leave one out',
  ],
  [
    'none',
    { TargetValue: 5 },
    'metric (none): exactly one of PredefinedMetricSpecification, CustomizedMetricSpecification. name one',
  ],
])('%s: a rule is broken', (_, configuration, message) => {
  expect(found(configuration)).toEqual([`[target-tracking-without-one-metric] Policy: ${message}`]);
});
