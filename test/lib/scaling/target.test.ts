import type { Scaled } from '@inference-constructs/core/out/scaling/scaled';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideScaling } from '@inference-constructs/core/out/scaling/target';
import { COPIES, FUNCTION, INSTANCES, QUEUE, SERVERLESS, TOKEN, spec } from './support/spec';

describe('a target', () => {
  test.each<[Scaled, string, string]>([
    [INSTANCES, 'sagemaker:variant:DesiredInstanceCount', 'endpoint/e/variant/live'],
    [QUEUE, 'sagemaker:variant:DesiredInstanceCount', 'endpoint/e/variant/live'],
    [SERVERLESS, 'sagemaker:variant:DesiredProvisionedConcurrency', 'endpoint/e/variant/live'],
    [COPIES, 'sagemaker:inference-component:DesiredCopyCount', 'inference-component/c'],
    [FUNCTION, 'lambda:function:ProvisionedConcurrency', 'function:f:live'],
  ])('of %j is known by its dimension and id', (scaled, ScalableDimension, ResourceId) => {
    expect(decideScaling(spec({ scaled })).resources).toEqual([
      {
        id: 'Resource',
        type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        properties: {
          ServiceNamespace: ScalableDimension.split(':')[0],
          ScalableDimension,
          ResourceId,
          MinCapacity: 1,
          MaxCapacity: 8,
        },
      },
    ]);
  });

  test.each<[Partial<ScalingSpec>, string]>([
    [
      { minCapacity: 9 },
      'minimum capacity (9): at most the maximum capacity (8). choose a smaller minimum or a larger maximum',
    ],
    [{ minCapacity: -1 }, 'minimum capacity (-1): a whole number of at least 0. choose one in that range'],
    [{ maxCapacity: 1.5 }, 'maximum capacity (1.5): a whole number of at least 0. choose one in that range'],
    [
      { minCapacity: 0 },
      'minimum capacity (0): at least 1 instance, because a real-time endpoint refuses to run on none. serve the model with ' +
        'an asynchronous endpoint, an inference component or a function, which scale to zero, or schedule fewer instances by night',
    ],
    [
      { initialCapacity: 9 },
      'instance count (9): between the minimum (1) and the maximum capacity (8) that it scales to. choose a count or bounds that agree',
    ],
  ])('of %j is refused', (given, message) => {
    expect(() => decideScaling(spec(given))).toThrow(message);
  });

  test.each<Partial<ScalingSpec>>([
    { minCapacity: TOKEN },
    { maxCapacity: TOKEN, initialCapacity: 9 },
    { initialCapacity: TOKEN },
    { scaled: FUNCTION, minCapacity: 0, maxCapacity: 0 },
  ])('of %j is not judged', (given) => {
    expect(decideScaling(spec(given)).resources).toHaveLength(1);
  });

  test.each<[Scaled, string, number]>([
    [QUEUE, 'HasBacklogWithoutCapacity', 2],
    [COPIES, 'NoCapacityInvocationFailures', 1],
  ])('of %j that may be 0 wakes up on %s', (scaled, MetricName, EvaluationPeriods) => {
    const [, policy, alarm] = decideScaling(spec({ scaled, minCapacity: 0 })).resources;
    expect(policy.properties).toMatchObject({
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    });
    expect(alarm.properties).toMatchObject({
      Namespace: 'AWS/SageMaker',
      MetricName,
      Threshold: 1,
      EvaluationPeriods,
      AlarmActions: ['@{WakeUpPolicy.Ref}'],
    });
  });
});
