import { instanceFacts } from '../catalog/instances';
import { InferenceError } from '../errors';
import { checkEndpointRollout } from '../rollout/endpoint-rollout';
import type { RolloutSpec } from '../rollout/rollout';

interface EndpointSize {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly rollout: RolloutSpec;
  readonly longestDeploymentSeconds?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

export function checkEndpointLimits(spec: EndpointSize): void {
  checkInstances(spec.instanceType, spec.instanceCount, spec.isUnresolved);
  checkEndpointRollout(spec);
}

export function checkInstances(
  instanceType: string,
  instanceCount: number,
  isUnresolved: (value: unknown) => boolean,
): void {
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
}

/** Capacity moves in whole instances. How SageMaker rounds a share of a small fleet is not documented. */
export function wholeInstanceNotes(
  percent: number,
  instanceCount: number,
  isUnresolved: (value: unknown) => boolean,
  kind: RolloutSpec['kind'] = 'canary',
): string[] {
  if (isUnresolved(percent) || isUnresolved(instanceCount) || (percent * instanceCount) / 100 >= 1) return [];
  const share = Math.round(100 / instanceCount);
  return [
    `${percent} % of ${instanceCount} instances is less than one: the ${kind === 'canary' ? 'canary' : 'first step'} may take a whole instance, which is ${share} % of the traffic`,
  ];
}
