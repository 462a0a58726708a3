import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { defaultComponentName } from '@inference-constructs/core/out/serving/endpoint-name';
import { takesPolicies } from '../render/given-role';
import { inMilliseconds, inSeconds } from '../units';
import { hostedModel, place } from './hosting';
import type { InferenceComponentProps } from './inference-component';
import type { IInferenceComponentEndpoint } from './inference-component-host';
import { ServingContainer } from './serving-container';

/** An endpoint that is made here, and so can wait and look at what it hosts. */
export interface Host extends IInferenceComponentEndpoint {
  _host?(component: Construct): void;
  _referenceFrom?(scope: Construct): string;
}

/** What the CDK knows of a component, and its author says. */
export function componentSpec(scope: Construct, props: InferenceComponentProps) {
  const { endpoint } = props;
  const [instanceType] = endpoint.instanceTypes;
  const image = (props.container ?? ServingContainer.runtime())._bind(scope, instanceType);
  return {
    ...place(scope),
    image: image.uri,
    imageRepositoryArn: image.repositoryArn,
    pulledRepositoryArn: image.pulledRepositoryArn,
    publishesPredictions: image.isRuntime,
    ...hostedModel(scope, props.model),
    environment: props.environment,
    componentName: props.inferenceComponentName ?? defaultName(scope, endpoint),
    endpointName: endpoint.endpointName,
    endpointReference: (endpoint as Host)._referenceFrom?.(scope) ?? endpoint.endpointName,
    variantName: endpoint.variantName,
    roleArn: endpoint.role.roleArn,
    roleName: endpoint.role.roleName,
    roleTakesPolicies: takesPolicies(scope, endpoint.role),
    instanceTypes: endpoint.instanceTypes,
    copyCount: props.copyCount,
    cpuCores: props.cpuCores,
    accelerators: props.accelerators,
    minMemoryMib: props.minMemory?.toMebibytes(),
    maxMemoryMib: props.maxMemory?.toMebibytes(),
    modelDownloadTimeoutSeconds: inSeconds('model download timeout', props.modelDataDownloadTimeout),
    startupTimeoutSeconds: inSeconds('startup timeout', props.containerStartupHealthCheckTimeout),
    rollout: props.rollout?._spec,
    latencyLimitMilliseconds: inMilliseconds('latency limit', props.latencyLimit),
    expectedRequestsPerMinute: props.expectedRequestsPerMinute,
  };
}

function defaultName(scope: Construct, { endpointName }: IInferenceComponentEndpoint): string {
  const { stackName, node } = Stack.of(scope);
  const known = Token.isUnresolved(endpointName) ? '' : endpointName;
  return defaultComponentName(
    Token.isUnresolved(stackName) ? node.id : stackName,
    scope.node.id,
    scope.node.path,
    known,
  );
}
