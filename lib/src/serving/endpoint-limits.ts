import { instanceFacts } from '../catalog/instances';
import { InferenceError } from '../errors';
import { executionSeconds, MAX_CANARY_CAPACITY_PERCENT } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';

interface EndpointSize {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly rollout: RolloutSpec;
  readonly longestDeploymentSeconds?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** SageMaker waits at most an hour after a shift. */
const MAX_BAKE_MINUTES = 60;

export function checkEndpointLimits(spec: EndpointSize): void {
  const { instanceType, instanceCount, rollout, isUnresolved } = spec;
  if (!isUnresolved(instanceType) && instanceFacts(instanceType) === undefined) {
    throw new InferenceError(
      'InstanceTypeInvalid',
      `instance type (${JSON.stringify(instanceType)}): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large" or "ml.g5.xlarge"`,
    );
  }
  if (!isUnresolved(instanceCount) && (!Number.isInteger(instanceCount) || instanceCount < 1)) {
    throw new InferenceError(
      'InstanceCountOutOfRange',
      `instance count (${instanceCount}): a whole number of at least 1. choose 2 or more for a canary`,
    );
  }
  if (rollout.bakeMinutes > MAX_BAKE_MINUTES) {
    throw new InferenceError(
      'BakeOutOfRange',
      `bake (${rollout.bakeMinutes} minutes): at most ${MAX_BAKE_MINUTES} minutes on SageMaker. choose a shorter bake`,
    );
  }
  const longest = spec.longestDeploymentSeconds;
  if (longest !== undefined && executionSeconds(rollout) > longest) {
    throw new InferenceError(
      'DeploymentTooLong',
      `deployment (${executionSeconds(rollout)} s with a bake of ${rollout.bakeMinutes} minutes): at most ${longest} s, for which the provider waits. choose a shorter bake`,
    );
  }
  if (rollout.kind !== 'canary') return;
  if (!isUnresolved(rollout.percent) && rollout.percent > MAX_CANARY_CAPACITY_PERCENT) {
    throw new InferenceError(
      'CanaryPercentOutOfRange',
      `canary percent (${rollout.percent}): at most ${MAX_CANARY_CAPACITY_PERCENT} percent of the capacity on SageMaker. choose a smaller canary`,
    );
  }
  if (instanceCount === 1) {
    throw new InferenceError(
      'CanaryNeedsInstances',
      'instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
    );
  }
}

/** Capacity moves in whole instances. How SageMaker rounds a share of a small fleet is not documented. */
export function wholeInstanceNotes(
  percent: number,
  instanceCount: number,
  isUnresolved: (value: unknown) => boolean,
): string[] {
  if (isUnresolved(percent) || isUnresolved(instanceCount) || (percent * instanceCount) / 100 >= 1) return [];
  const share = Math.round(100 / instanceCount);
  return [
    `${percent} % of ${instanceCount} instances is less than one: the canary may take a whole instance, which is ${share} % of the traffic`,
  ];
}
