import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';

/** Where in a VPC an endpoint's instances are. */
export interface NetworkSpec {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** SageMaker takes 1 to 16 subnets and 1 to 5 security groups. */
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

/** A list that is one token has a length that says nothing. */
export function checkNetwork(network: NetworkSpec | undefined, isUnresolved: (value: unknown) => boolean): void {
  if (network === undefined) return;
  checkCount('subnets', network.subnetIds, MAX_SUBNETS, isUnresolved);
  checkCount('security groups', network.securityGroupIds, MAX_SECURITY_GROUPS, isUnresolved);
}

function checkCount(what: string, ids: readonly string[], most: number, isUnresolved: (value: unknown) => boolean) {
  if (isUnresolved(ids) || (ids.length >= 1 && ids.length <= most)) return;
  throw new InferenceError(
    'NetworkInvalid',
    `${what} (${ids.length}): from 1 to ${most} in the VPC of an endpoint. name ${ids.length === 0 ? 'at least one' : 'fewer'}`,
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
