import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Connections, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { NetworkSpec } from '@inference-constructs/core/out/serving/endpoint-network';
import type { InstanceEndpointOptions } from './endpoint-options';

/** Where an endpoint or a function is, and what opens its ports. */
export interface EndpointNetwork {
  readonly spec: NetworkSpec;
  readonly connections: Connections;
}

type Options = Pick<InstanceEndpointOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;

/** Where in a VPC an endpoint or a function is; undefined where it is in the service's own network. */
export function endpointNetwork(scope: Construct, options: Options): EndpointNetwork | undefined {
  const { vpc, vpcSubnets, securityGroups } = options;
  if (vpc === undefined) {
    const given =
      vpcSubnets === undefined ? (securityGroups === undefined ? undefined : 'securityGroups') : 'vpcSubnets';
    if (given === undefined) return undefined;
    throw new InferenceError('VpcMissing', `vpc (none): ${given} are of a VPC. set vpc too, or leave ${given} out`);
  }
  const { subnetIds } = vpc.selectSubnets(vpcSubnets);
  const groups: ISecurityGroup[] = securityGroups ?? [new SecurityGroup(scope, 'SecurityGroup', { vpc })];
  return {
    spec: { subnetIds, securityGroupIds: groups.map(({ securityGroupId }) => securityGroupId) },
    connections: new Connections({ securityGroups: groups }),
  };
}

/** What opens ports, which only what is in a VPC has. */
export function requireConnections(
  network: EndpointNetwork | undefined,
  owner: 'endpoint' | 'function' = 'endpoint',
): Connections {
  if (network !== undefined) return network.connections;
  throw new InferenceError('VpcMissing', `connections (none): the ${owner} is not in a VPC. set vpc`);
}
