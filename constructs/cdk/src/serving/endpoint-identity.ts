import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Arn, ArnFormat } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { USUAL_VARIANT_NAME } from '@inference-constructs/core/out/serving/service-metrics';
import type { EndpointReferenceOptions } from './endpoint-reference';

/** What constructs for endpoints have beside what the reference asks for: ours, L1s, and the L2s of others. */
interface Known extends aws_sagemaker.IEndpointRef {
  readonly endpointName?: string;
  readonly _variantName?: string;
}

export function endpointNameOf(endpoint: aws_sagemaker.IEndpointRef, options: EndpointReferenceOptions): string {
  const name = options.endpointName ?? (endpoint as Known).endpointName;
  if (name !== undefined) return name;
  if (CfnEndpoint.isCfnEndpoint(endpoint)) return endpoint.attrEndpointName;
  return Arn.split(endpoint.endpointRef.endpointArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
}

export function variantNameOf(endpoint: aws_sagemaker.IEndpointRef, options: EndpointReferenceOptions): string {
  return options.variantName ?? (endpoint as Known)._variantName ?? USUAL_VARIANT_NAME;
}
