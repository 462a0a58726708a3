import { InferenceError } from '@inference-constructs/core/out/errors';
import type { NetworkSpec } from '@inference-constructs/core/out/serving/endpoint-network';
import type { InstanceEndpointOptions } from './endpoint-options';

/** Where in a VPC an endpoint is; undefined where it is in SageMaker's own network. */
export function endpointNetwork({ subnetIds, securityGroupIds }: InstanceEndpointOptions): NetworkSpec | undefined {
  if (subnetIds === undefined && securityGroupIds === undefined) return undefined;
  if (subnetIds !== undefined && securityGroupIds !== undefined) return { subnetIds, securityGroupIds };
  const missing = subnetIds === undefined ? 'subnetIds' : 'securityGroupIds';
  throw new InferenceError(
    'VpcMissing',
    `${missing} (none): subnetIds and securityGroupIds go together. set both, or neither for the network of SageMaker`,
  );
}
