import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';

/** Where in a VPC an endpoint's instances, or a function's, are. */
export interface NetworkSpec {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** SageMaker and Lambda take 1 to 16 subnets and 1 to 5 security groups. */
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

/** A list that is one token has a length that says nothing. */
export function checkNetwork(
  network: NetworkSpec | undefined,
  isUnresolved: (value: unknown) => boolean,
  owner: 'an endpoint' | 'a function' = 'an endpoint',
): void {
  if (network === undefined) return;
  const check = (what: string, ids: readonly string[], most: number) => {
    if (!isUnresolved(ids)) checkCount(what, ids.length, most, owner);
  };
  check('subnets', network.subnetIds, MAX_SUBNETS);
  check('security groups', network.securityGroupIds, MAX_SECURITY_GROUPS);
}

function checkCount(what: string, count: number, most: number, owner: string): void {
  if (count >= 1 && count <= most) return;
  throw new InferenceError(
    'NetworkInvalid',
    `${what} (${count}): from 1 to ${most} in the VPC of ${owner}. name ${count === 0 ? 'at least one' : 'fewer'}`,
  );
}

/** The properties of a model that say where it runs. */
export function networkProperties(network: NetworkSpec | undefined, isolated: boolean | undefined): Properties {
  return {
    ...(network === undefined
      ? {}
      : { VpcConfig: { Subnets: network.subnetIds, SecurityGroupIds: network.securityGroupIds } }),
    ...(isolated === true ? { EnableNetworkIsolation: true } : {}),
  };
}
