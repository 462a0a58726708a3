import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';

/** The name as it is written, where it is: what refers to it need not wait for the endpoint. */
export function endpointNameOf(endpoint: SagemakerEndpoint): string {
  return endpoint.nameInput ?? endpoint.name;
}
