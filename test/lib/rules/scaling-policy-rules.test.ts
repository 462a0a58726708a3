import type { Given } from './support/scaling';
import { CONCURRENCY, INSTANCES, broken, functionTarget, predefined, steps, utilization } from './support/scaling';

test.each<[Given, string]>([
  [
    { policy: predefined('LambdaProvisionedConcurrencyUtilization') },
    '[scaling-metric-of-another-dimension] Policy: metric (LambdaProvisionedConcurrencyUtilization): of ' +
      `${CONCURRENCY}, not of ${INSTANCES}. choose a metric of that dimension`,
  ],
  [
    { policy: predefined('SageMakerVariantInvocationsPerInstance'), configuration: { AsyncInferenceConfig: {} } },
    '[scaling-metric-of-another-dimension] Policy: metric (SageMakerVariantInvocationsPerInstance): not published of an ' +
      'asynchronous endpoint, so that nothing scales. track ApproximateBacklogSizePerInstance',
  ],
  [
    { policy: { PolicyType: 'PredictiveScaling' } },
    `[scaling-policy-unsupported] Policy: PolicyType (PredictiveScaling): not for ${INSTANCES}. track a target, or schedule the capacity`,
  ],
  [
    { target: functionTarget, policy: steps([0, undefined]) },
    `[scaling-policy-unsupported] Policy: PolicyType (StepScaling): not for ${CONCURRENCY}. track a target, or schedule the capacity`,
  ],
  [
    {
      policy: utilization('GPUUtilization'),
      variant: {
        InstanceType: undefined,
        InstancePools: [
          { InstanceType: 'ml.g5.xlarge', Priority: 1 },
          { InstanceType: 'ml.g5.12xlarge', Priority: 2 },
        ],
      },
    },
    '[utilization-not-normalised] Policy: TargetValue (70) of GPUUtilization: the sum over the 4 GPUs of ml.g5.12xlarge, so ' +
      'that it is 17.5 % of each. multiply the target by 4',
  ],
  [
    { policy: utilization('GPUUtilization') },
    '[utilization-not-normalised] Policy: TargetValue (70) of GPUUtilization: the sum over the 4 GPUs of ml.g5.12xlarge, so ' +
      'that it is 17.5 % of each. multiply the target by 4',
  ],
  [
    { policy: utilization('GPUUtilization', '70' as never) },
    '[utilization-not-normalised] Policy: TargetValue (70) of GPUUtilization: the sum over the 4 GPUs of ml.g5.12xlarge, so ' +
      'that it is 17.5 % of each. multiply the target by 4',
  ],
  [
    { policy: steps([0, 10], [20, undefined]) },
    '[scaling-steps-invalid] Policy: StepAdjustments (a gap at 20): each must begin where the one before ends. move a bound',
  ],
  [
    { policy: steps([0, undefined], [10, undefined]) },
    '[scaling-steps-invalid] Policy: StepAdjustments (an overlap at 10): each must begin where the one before ends. move a bound',
  ],
  [
    { policy: steps(...Array.from({ length: 21 }, (_, i): [number, number] => [i, i + 1])) },
    '[scaling-steps-invalid] Policy: StepAdjustments (21): at most 20. merge some',
  ],
  [
    { target: { MinCapacity: 0 }, configuration: { AsyncInferenceConfig: {} } },
    '[scale-from-zero-missing] Target: MinCapacity (0) without a step scaling policy: nothing starts the first unit for a ' +
      'request. add one that an alarm on HasBacklogWithoutCapacity calls',
  ],
])('%j breaks one', (given, message) => {
  expect(broken(given)).toEqual([message]);
});
