import { newStack, synth } from './synth';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpointConfigProps, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import type { EndpointRolloutProps } from '@inference-constructs/cdk';
import { EndpointRollout } from '@inference-constructs/cdk';

/** What is said of an endpoint that is not of this library. */
export interface Theirs {
  readonly model?: string;
  readonly variants?: CfnEndpointConfigProps['productionVariants'];
  readonly config?: Partial<CfnEndpointConfigProps>;
  readonly endpoint?: Partial<CfnEndpointProps>;
}

export const variant = (modelName?: string, props: object = {}) => ({
  variantName: 'AllTraffic',
  modelName,
  instanceType: 'ml.m5.large',
  initialInstanceCount: 2,
  initialVariantWeight: 1,
  ...props,
});

/** An endpoint as somebody else writes it, with L1s and a role. */
export function theirs(stack: Stack, { model = 'one', variants, config, endpoint }: Theirs = {}): CfnEndpoint {
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
  const { attrModelName } = new CfnModel(stack, 'Model', {
    executionRoleArn: role.roleArn,
    primaryContainer: { image: 'image', modelDataUrl: `s3://models/${model}.tar.gz` },
  });
  const { attrEndpointConfigName: endpointConfigName } = new CfnEndpointConfig(stack, 'Config', {
    productionVariants: variants ?? [variant(attrModelName)],
    ...config,
  });
  return new CfnEndpoint(stack, 'Foreign', { endpointConfigName, endpointName: 'theirs', ...endpoint });
}

/** A stack with such an endpoint that a rollout was applied to, read back. */
export const applied = (props?: EndpointRolloutProps, made: Theirs = {}) => {
  const stack = newStack();
  theirs(stack, made).with(new EndpointRollout(props));
  return synth(stack);
};

/** The endpoint of a stack that has one. */
export const only = (synthesized: ReturnType<typeof synth>) => synthesized.graph.ofType('AWS::SageMaker::Endpoint')[0];
