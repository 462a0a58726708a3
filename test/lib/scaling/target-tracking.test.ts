import { decideBacklogTracking } from '@inference-constructs/core/out/scaling/backlog';
import { decideConcurrencyTracking } from '@inference-constructs/core/out/scaling/concurrency';
import type { Scaled } from '@inference-constructs/core/out/scaling/scaled';
import { decideCustomTracking, decidePredefinedTracking } from '@inference-constructs/core/out/scaling/tracking';
import { COPIES, FUNCTION, INSTANCES, INVOCATIONS, QUEUE, SERVERLESS, metric, source, spec } from './support/spec';

describe('target tracking', () => {
  const configuration = (plan: { resources: readonly { properties: object }[] }) =>
    (plan.resources[0].properties as { TargetTrackingScalingPolicyConfiguration: Record<string, unknown> })
      .TargetTrackingScalingPolicyConfiguration;

  test.each<[Scaled, number]>([
    [INSTANCES, 300],
    [COPIES, 300],
    [SERVERLESS, 0],
    [FUNCTION, 0],
  ])('of %j has the cooldowns of its service', (scaled, seconds) => {
    const tracked = configuration(decideCustomTracking(spec({ scaled }), 'Depth', source, 10));
    expect(tracked).toMatchObject({ ScaleInCooldown: seconds, ScaleOutCooldown: seconds });
  });

  test('a cooldown of 0 stays 0', () => {
    const options = { scaleInCooldownSeconds: 0, scaleOutCooldownSeconds: 0 };
    const tracked = configuration(decidePredefinedTracking(spec(), 'It', INVOCATIONS, 10, options));
    expect(tracked).toMatchObject({ ScaleInCooldown: 0, ScaleOutCooldown: 0 });
  });

  test('of one metric has its dimensions in order', () => {
    expect(configuration(decideCustomTracking(spec(), 'Depth', source, 10)).CustomizedMetricSpecification).toEqual({
      Namespace: 'Queue',
      MetricName: 'Depth',
      Dimensions: [
        { Name: 'A', Value: '1' },
        { Name: 'B', Value: '2' },
      ],
      Statistic: 'Average',
    });
  });

  test.each<[number, string]>([
    [
      0,
      'target value (0): more than 0, because capacity follows from the metric divided by it. choose what one unit should bear',
    ],
    [
      -1,
      'target value (-1): more than 0, because capacity follows from the metric divided by it. choose what one unit should bear',
    ],
  ])('at %d is refused', (target, message) => {
    expect(() => decidePredefinedTracking(spec(), 'It', INVOCATIONS, target)).toThrow(message);
  });

  test('a cooldown out of range is refused', () => {
    const options = { scaleInCooldownSeconds: 1.5 };
    expect(() => decidePredefinedTracking(spec(), 'It', INVOCATIONS, 1, options)).toThrow(
      'scale-in cooldown (1.5 seconds): whole seconds of at least 0. choose a duration in that range',
    );
  });

  test('metrics without an expression are refused', () => {
    expect(() => decideCustomTracking(spec(), 'It', { metrics: { a: metric, b: metric } }, 1)).toThrow(
      'metrics (2): 1 without an expression. say how they make one value',
    );
    expect(() => decideCustomTracking(spec(), 'It', { metrics: {}, expression: '1' }, 1)).toThrow(
      'metrics (0): from 1 to 10. name the metrics of the expression',
    );
  });

  test('of a backlog is on what asynchronous endpoints publish', () => {
    expect(configuration(decideBacklogTracking(spec({ scaled: QUEUE }), 'Backlog'))).toMatchObject({
      TargetValue: 5,
      CustomizedMetricSpecification: {
        MetricName: 'ApproximateBacklogSizePerInstance',
        Dimensions: [{ Name: 'EndpointName', Value: 'e' }],
      },
    });
  });

  test.each<[Scaled, string]>([
    [SERVERLESS, 'SageMakerVariantProvisionedConcurrencyUtilization'],
    [FUNCTION, 'LambdaProvisionedConcurrencyUtilization'],
  ])('of %j is on a fraction', (scaled, type) => {
    expect(configuration(decideConcurrencyTracking(spec({ scaled }), 'It', 70))).toMatchObject({
      TargetValue: 0.7,
      PredefinedMetricSpecification: { PredefinedMetricType: type },
    });
  });

  test('of what may be 0 and has no signal says so', () => {
    expect(decideConcurrencyTracking(spec({ scaled: FUNCTION, minCapacity: 0 }), 'It', 70).notes).toEqual([
      'It: at 0 nothing is provisioned and no utilization is published, so that it stays 0 until a schedule raises the minimum',
    ]);
  });
});
