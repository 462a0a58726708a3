import * as fc from 'fast-check';
import { executionSeconds } from '@inference-constructs/core/out/rollout/guardrails';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { LONGEST_DEPLOYMENT_SECONDS } from '../../../../constructs/cdktf/src/serving/hosting';

const whole = (min: number, max: number) => fc.integer({ min, max });
const kind = <K extends RolloutSpec['kind']>(name: K) => fc.constant(name);

/** Every rollout that CodeDeploy can do with a function. */
export const functionRollouts: fc.Arbitrary<RolloutSpec> = fc.oneof(
  fc.record({ kind: kind('canary'), percent: whole(1, 99), bakeMinutes: whole(3, 2880) }),
  fc.record({ kind: kind('linear'), percent: whole(5, 99), bakeMinutes: whole(3, 150) }),
  fc.record({ kind: kind('all-at-once'), bakeMinutes: whole(3, 60) }),
);

/** Rollouts to a second fleet, for which the provider of Terraform waits. */
const toASecondFleet: fc.Arbitrary<RolloutSpec>[] = [
  fc.record(
    {
      kind: kind('canary'),
      percent: whole(1, 50),
      bakeMinutes: whole(3, 10),
      terminationWaitMinutes: whole(0, 10),
    },
    { requiredKeys: ['kind', 'percent', 'bakeMinutes'] },
  ),
  fc.record({ kind: kind('linear'), percent: whole(20, 50), bakeMinutes: whole(3, 6) }),
  fc.record({ kind: kind('blue-green'), bakeMinutes: whole(3, 15), terminationWaitMinutes: whole(0, 15) }),
  fc.record({ kind: kind('all-at-once'), bakeMinutes: whole(3, 30) }),
];

const rolling: fc.Arbitrary<RolloutSpec> = fc.record(
  { kind: kind('rolling'), percent: whole(50, 50), bakeMinutes: whole(3, 10), rollbackPercent: whole(1, 100) },
  { requiredKeys: ['kind', 'percent', 'bakeMinutes'] },
);

/** Whether the provider of Terraform waits for it; an odd number of instances may take a batch more. */
export const isAwaited = (instanceCount: number, rollout?: RolloutSpec): boolean =>
  rollout === undefined || executionSeconds(rollout, instanceCount) <= LONGEST_DEPLOYMENT_SECONDS;

/** Every rollout of an endpoint of several variants, which SageMaker never replaces batch by batch. */
export const variantRollouts = fc.oneof(...toASecondFleet);

/** Every rollout of an endpoint of one variant. */
export const endpointRollouts = fc.oneof(...toASecondFleet, rolling);
