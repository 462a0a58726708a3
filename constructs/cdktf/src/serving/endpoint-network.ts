import { InferenceError } from '@inference-constructs/core/out/errors';
import type { NetworkSpec } from '@inference-constructs/core/out/serving/endpoint-network';
import type { InstanceEndpointOptions } from './endpoint-options';

type Options = Pick<InstanceEndpointOptions, 'subnetIds' | 'securityGroupIds'>;

/** Where in a VPC an endpoint or a function is; undefined where it is in the service's own network. */
export function endpointNetwork(
  { subnetIds, securityGroupIds }: Options,
  service = 'SageMaker',
): NetworkSpec | undefined {
  if (subnetIds === undefined && securityGroupIds === undefined) return undefined;
  if (subnetIds !== undefined && securityGroupIds !== undefined) return { subnetIds, securityGroupIds };
  const missing = subnetIds === undefined ? 'subnetIds' : 'securityGroupIds';
  throw new InferenceError(
    'VpcMissing',
    `${missing} (none): subnetIds and securityGroupIds go together. set both, or neither for the network of ${service}`,
  );
}
