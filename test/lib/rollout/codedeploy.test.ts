import {
  decideDeploymentConfig,
  predefinedSteps,
  routingSteps,
} from '@inference-constructs/core/out/rollout/codedeploy';
import { checkRollout } from '@inference-constructs/core/out/rollout/rollout';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';

const known = () => false;
const canary = (percent: number, bakeMinutes: number): RolloutSpec => ({ kind: 'canary', percent, bakeMinutes });

test("CodeDeploy's own configuration is used where it has one", () => {
  expect(decideDeploymentConfig('Config', canary(10, 15))).toEqual({
    name: 'CodeDeployDefault.LambdaCanary10Percent15Minutes',
  });
});

test('another canary gets a configuration of its own', () => {
  expect(decideDeploymentConfig('Config', canary(20, 7))).toEqual({
    name: '@{Config.Ref}',
    resource: {
      id: 'Config',
      type: 'AWS::CodeDeploy::DeploymentConfig',
      properties: {
        ComputePlatform: 'Lambda',
        TrafficRoutingConfig: {
          Type: 'TimeBasedCanary',
          TimeBasedCanary: { CanaryPercentage: 20, CanaryInterval: 7 },
        },
      },
    },
  });
});

test('all at once is predefined', () => {
  expect(decideDeploymentConfig('Config', { kind: 'all-at-once', bakeMinutes: 5 })).toEqual({
    name: 'CodeDeployDefault.LambdaAllAtOnce',
  });
});

test('steps of a predefined linear configuration end at all of the traffic', () => {
  const steps = predefinedSteps('CodeDeployDefault.LambdaLinear10PercentEvery1Minute');
  expect(steps?.map(({ percent }) => percent)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(steps?.map(({ minutes }) => minutes)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
});

test.each([
  [{ Type: 'AllAtOnce' }, [{ percent: 100, minutes: 0 }]],
  [
    { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 40, LinearInterval: 3 } },
    [
      { percent: 40, minutes: 3 },
      { percent: 80, minutes: 3 },
      { percent: 100, minutes: 0 },
    ],
  ],
  [{ Type: 'TimeBasedCanary', TimeBasedLinear: {} }, undefined],
  [{ Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 0, CanaryInterval: 5 } }, undefined],
  [undefined, undefined],
])('the routing %j has the steps %j', (routing, steps) => {
  expect(routingSteps(routing)).toEqual(steps);
});

test.each<[RolloutSpec, string]>([
  [
    canary(0, 5),
    'canary percent (0): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
  ],
  [
    canary(100, 5),
    'canary percent (100): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
  ],
  [
    canary(12.5, 5),
    'canary percent (12.5): a whole number from 1 to 99. choose a share in that range, or an all-at-once rollout',
  ],
  [canary(10, 2), 'bake (2 minutes): whole minutes from 3 to 2880. choose a bake in that range'],
  [canary(10, 2881), 'bake (2881 minutes): whole minutes from 3 to 2880. choose a bake in that range'],
])('%j is refused', (rollout, message) => {
  expect(() => checkRollout(rollout, known)).toThrow(message);
});

test.each([canary(1, 3), canary(99, 2880)])('%j is at the limit and accepted', (rollout) => {
  expect(() => checkRollout(rollout, known)).not.toThrow();
});

test('a bake that is a token is refused, because the periods of the alarms follow from it', () => {
  expect(() => checkRollout(canary(10, -1), (value) => value === -1)).toThrow(
    'bake (a token): must be known at synth, because the periods of the rollback alarms are computed from it. pass a literal duration',
  );
});
