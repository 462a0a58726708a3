import { diagnosis, IMAGE, newStack, synth } from './synth';
import type { InferenceComponentEndpointProps, InferenceComponentProps } from '@inference-constructs/cdk';
import { InferenceComponent, InferenceComponentEndpoint } from '@inference-constructs/cdk';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib/core';

export const COMPONENT = 'AWS::SageMaker::InferenceComponent';
export const HERE = 'arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}';

export const hostIn = (stack: Stack, props: InferenceComponentEndpointProps = {}) =>
  new InferenceComponentEndpoint(stack, 'Shared', { endpointName: 'shared', ...props });

/** A component on an endpoint of its own, unless another is given. */
export const componentIn = (stack: Stack, props: Partial<InferenceComponentProps> = {}, id = 'Classifier') =>
  new InferenceComponent(stack, id, {
    endpoint: props.endpoint ?? hostIn(stack),
    model: diagnosis(),
    ...IMAGE,
    inferenceComponentName: `triage-${id}`,
    ...props,
  });

/** The stack with that, read back. */
export function synthesized(props: Partial<InferenceComponentProps> = {}, host: InferenceComponentEndpointProps = {}) {
  const stack = newStack();
  componentIn(stack, { endpoint: hostIn(stack, host), ...props });
  return synth(stack);
}

/** Rules and faults that the synth ends with, or prints. */
export function warnings({ messages }: ReturnType<typeof synth>): string[] {
  return messages.filter(({ level }) => level === 'warning').map(({ text }) => text.replace(/ \[ack: .*/, ''));
}

export const caller = (stack: Stack) =>
  new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
