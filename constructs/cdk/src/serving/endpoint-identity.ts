import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Arn, ArnFormat } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { GivenEndpoint } from '@inference-constructs/core/out/serving/variant-name';
import { variantOf } from '@inference-constructs/core/out/serving/variant-name';
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

/** The endpoint as what decides which variant of it is meant. */
export function givenEndpoint(endpoint: aws_sagemaker.IEndpointRef): GivenEndpoint {
  return { variantName: (endpoint as Known)._variantName };
}

export function variantNameOf(endpoint: aws_sagemaker.IEndpointRef, options: EndpointReferenceOptions): string {
  return options.variantName ?? variantOf(givenEndpoint(endpoint));
}
