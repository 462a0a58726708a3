import * as fc from 'fast-check';
import type { InferenceError } from '@inference-constructs/core/out/errors';
import { checkEndpointRollout } from '@inference-constructs/core/out/rollout/endpoint-rollout';
import { checkFunctionRollout } from '@inference-constructs/core/out/rollout/function-rollout';
import { executionSeconds, guardrails, mostBatches } from '@inference-constructs/core/out/rollout/guardrails';
import { DEFAULT_ROLLING, DEFAULT_ROLLOUT } from '@inference-constructs/core/out/rollout/rollout';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { checkRollout } from '@inference-constructs/core/out/rollout/rollout';
import { endpointShares } from '@inference-constructs/core/out/rollout/shares';
import { trafficShares } from '@inference-constructs/core/out/rollout/traffic-shares';

const onFunction = (rollout: RolloutSpec) => checkFunctionRollout(rollout);
const onEndpoint = (rollout: RolloutSpec, instanceCount = 2, longestDeploymentSeconds?: number) =>
  checkEndpointRollout({ rollout, instanceCount, longestDeploymentSeconds, isUnresolved: (value) => value === -1 });
const checked = (rollout: RolloutSpec) => checkRollout(rollout, (value) => value === -1);

function fault(run: () => void): string {
  try {
    run();
  } catch (error) {
    return `${(error as InferenceError).code}: ${(error as InferenceError).message}`;
  }
  return 'none';
}

test.each<[() => void, string]>([
  [
    () => onFunction({ kind: 'rolling', percent: 50, bakeMinutes: 5 }),
    'RolloutUnsuitable: rollout (rolling): a function has no instances to replace in batches. choose a canary or a linear rollout',
  ],
  [
    () => onFunction({ kind: 'blue-green', bakeMinutes: 5 }),
    'RolloutUnsuitable: rollout (blue-green): a function has no second fleet to keep. choose a canary, a linear or an all-at-once rollout',
  ],
  [
    () => onFunction({ kind: 'canary', percent: 10, bakeMinutes: 5, terminationWaitMinutes: 5 }),
    'TerminationWaitUnsuitable: termination wait (of a canary rollout): a function has no old fleet that is terminated. leave it out',
  ],
  [
    () => onFunction({ kind: 'linear', percent: 1, bakeMinutes: 30 }),
    'RolloutTooLong: linear rollout (2970 minutes from the first shift to the last): at most 2880 minutes on CodeDeploy. choose larger steps or a shorter bake',
  ],
  [
    () => onEndpoint({ kind: 'canary', percent: 10, bakeMinutes: 5 }, 1),
    'CanaryNeedsInstances: instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
  ],
  [
    () => onEndpoint({ kind: 'linear', percent: 10, bakeMinutes: 5 }, 1),
    'RolloutNeedsInstances: instance count (1): a linear rollout needs at least 2 instances. set two or more, or choose an all-at-once rollout',
  ],
  [
    () => onEndpoint({ kind: 'canary', percent: 51, bakeMinutes: 5 }),
    'CanaryPercentOutOfRange: canary percent (51): at most 50 percent of the capacity on SageMaker. choose a smaller canary',
  ],
  [
    () => onEndpoint({ kind: 'linear', percent: 9, bakeMinutes: 5 }),
    'LinearPercentOutOfRange: linear percent (9): at least 10 percent of the capacity on SageMaker. choose larger steps',
  ],
  [
    () => onEndpoint({ kind: 'linear', percent: 51, bakeMinutes: 5 }),
    'LinearPercentOutOfRange: linear percent (51): at most 50 percent of the capacity on SageMaker. choose smaller steps',
  ],
  [
    () => onEndpoint({ kind: 'rolling', percent: 4, bakeMinutes: 5 }),
    'RollingPercentOutOfRange: rolling percent (4): at least 5 percent of the capacity on SageMaker. choose larger steps',
  ],
  [
    () => onEndpoint({ kind: 'rolling', percent: 50, bakeMinutes: 5, rollbackPercent: 101 }),
    'RollbackPercentOutOfRange: rollback percent (101): a whole number from 1 to 100. choose a share in that range',
  ],
  [
    () => onEndpoint({ kind: 'blue-green', bakeMinutes: 61 }),
    'BakeOutOfRange: bake (61 minutes): at most 60 minutes on SageMaker. choose a shorter bake',
  ],
  [
    () => onEndpoint({ kind: 'blue-green', bakeMinutes: 5, terminationWaitMinutes: 61 }),
    'TerminationWaitOutOfRange: termination wait (61 minutes): whole minutes from 0 to 60. choose a wait in that range',
  ],
  [
    () => onEndpoint({ kind: 'blue-green', bakeMinutes: 5, terminationWaitMinutes: -1 }),
    'TerminationWaitUnknown: termination wait (a token): must be known at synth, because the timeout of the deployment is computed from it. pass a literal duration',
  ],
  [
    () => onEndpoint({ kind: 'linear', percent: 10, bakeMinutes: 60 }),
    'DeploymentTooLong: deployment (37800 s with a bake of 60 minutes): at most 28800 s, which SageMaker allows. choose larger steps or a shorter bake',
  ],
  [
    () => onEndpoint({ kind: 'linear', percent: 10, bakeMinutes: 10 }, 2, 3600),
    'DeploymentTooLong: deployment (7800 s with a bake of 10 minutes): at most 3600 s, for which the provider waits. choose larger steps or a shorter bake',
  ],
  [
    () => checked({ kind: 'linear', percent: -1, bakeMinutes: 5 }),
    'PercentUnknown: linear percent (a token): must be known at synth, because the number of steps follows from it. pass a literal number',
  ],
  [
    () => checked({ kind: 'rolling', percent: 0, bakeMinutes: 5 }),
    'RollingPercentOutOfRange: rolling percent (0): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
  ],
])('%# is refused', (run, message) => {
  expect(fault(run)).toBe(message);
});

test.each<RolloutSpec>([
  { kind: 'linear', percent: 10, bakeMinutes: 45 },
  { kind: 'linear', percent: 50, bakeMinutes: 60, terminationWaitMinutes: 60 },
  { kind: 'rolling', percent: 5, bakeMinutes: 3, rollbackPercent: 100 },
  { kind: 'blue-green', bakeMinutes: 60, terminationWaitMinutes: 0 },
])('%j is at the limit of an endpoint and accepted', (rollout) => {
  expect(fault(() => onEndpoint(rollout))).toBe('none');
});

test.each<[RolloutSpec, object]>([
  [
    { kind: 'linear', percent: 25, bakeMinutes: 5, terminationWaitMinutes: 2 },
    {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'LINEAR',
          WaitIntervalInSeconds: 300,
          LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 25 },
        },
        TerminationWaitInSeconds: 120,
        MaximumExecutionTimeoutInSeconds: 3120,
      },
    },
  ],
  [
    { kind: 'blue-green', bakeMinutes: 15, terminationWaitMinutes: 15 },
    {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 900 },
        TerminationWaitInSeconds: 900,
        MaximumExecutionTimeoutInSeconds: 3600,
      },
    },
  ],
  [
    { kind: 'rolling', percent: 50, bakeMinutes: 5, rollbackPercent: 30 },
    {
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
        WaitIntervalInSeconds: 300,
        RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 30 },
        MaximumExecutionTimeoutInSeconds: 3900,
      },
    },
  ],
])('%j becomes guardrails', (rollout, policy) => {
  expect(guardrails(rollout, ['Alarm'])).toEqual({
    ...policy,
    AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'Alarm' }] },
  });
});

test.each<[string, RolloutSpec, number | undefined, number]>([
  ['batches of half of two are two', DEFAULT_ROLLING, 2, 1800 + 600 + 2 * 300],
  ['batches of half of three may be three', DEFAULT_ROLLING, 3, 1800 + 2 * 600 + 3 * 300],
  ['of an unknown number, as declared', DEFAULT_ROLLING, undefined, 1800 + 600 + 2 * 300],
  ['a canary does not depend on the number', DEFAULT_ROLLOUT, 3, 1800 + 2 * 900],
])('the timeout of a deployment: %s', (_, rollout, units, seconds) => {
  expect(executionSeconds(rollout, units)).toBe(seconds);
});

test('no size of a fleet takes more batches than the most there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 50 }), fc.integer({ min: 1, max: 2000 }), (percent, instances) => {
      const size = { unit: 'percent', value: percent } as const;
      const { length } = trafficShares({ strategy: 'rolling', size }, [{ weight: 1, instances }]);
      expect(length).toBeLessThanOrEqual(mostBatches(percent));
      // Rounded up, as AWS may do, there are not more.
      expect(Math.ceil(instances / Math.ceil((instances * percent) / 100))).toBeLessThanOrEqual(mostBatches(percent));
    }),
    { numRuns: 2000 },
  );
});

const writtenSeconds = (rollout: RolloutSpec, limit?: number) =>
  (guardrails(rollout, [], limit).RollingUpdatePolicy as { MaximumExecutionTimeoutInSeconds: number })
    .MaximumExecutionTimeoutInSeconds;

test.each<[string, RolloutSpec, number | undefined, number]>([
  ['is enough for any size', { kind: 'rolling', percent: 50, bakeMinutes: 10 }, undefined, 1800 + 2 * 600 + 3 * 600],
  ['is what AWS allows', { kind: 'rolling', percent: 5, bakeMinutes: 3 }, undefined, 28_800],
  ['is what the engine waits', { kind: 'rolling', percent: 50, bakeMinutes: 5 }, 3600, 3600],
])('the timeout of a rolling deployment %s', (_, rollout, limit, seconds) => {
  expect(writtenSeconds(rollout, limit)).toBe(seconds);
});

test('the timeout of a deployment exceeds all of its waits', () => {
  const minutes = (min: number, max: number) => fc.integer({ min, max });
  const rollout = fc.oneof(
    fc.record({
      kind: fc.constantFrom('canary' as const, 'linear' as const),
      percent: minutes(10, 50),
      bakeMinutes: minutes(3, 60),
      terminationWaitMinutes: minutes(0, 60),
    }),
    fc.record({ kind: fc.constant('rolling' as const), percent: minutes(5, 50), bakeMinutes: minutes(3, 60) }),
  );
  fc.assert(
    fc.property(rollout, (spec: RolloutSpec) => {
      const termination = 'terminationWaitMinutes' in spec ? (spec.terminationWaitMinutes ?? 0) : 0;
      const waits = (endpointShares(spec).length * spec.bakeMinutes + termination) * 60;
      expect(executionSeconds(spec)).toBeGreaterThanOrEqual(waits + 1800);
    }),
  );
});
