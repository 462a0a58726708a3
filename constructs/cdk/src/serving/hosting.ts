import { Aws, SizeRoundingBehavior, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { pinnedPackage } from '@inference-constructs/core/out/model/pinned-package';
import type { HostedSpec, InstanceSpec } from '@inference-constructs/core/out/serving/endpoint';
import { ENDPOINT_DEFAULTS } from '@inference-constructs/core/out/serving/endpoint';
import { defaultEndpointName } from '@inference-constructs/core/out/serving/endpoint-name';
import type { ModelData, ServedModel } from '@inference-constructs/core/out/serving/served-model';
import { remoteModelData } from '@inference-constructs/core/out/serving/served-model';
import { givenRole } from '../render/given-role';
import { inMilliseconds, inSeconds } from '../units';
import { endpointNetwork } from './endpoint-network';
import type { EndpointNetwork } from './endpoint-network';
import type { EndpointOptions, InstanceEndpointOptions } from './endpoint-options';
import { modelArtefact } from './model-artefact';
import { letInToBucket } from './model-owner';
import { ServingContainer } from './serving-container';

/** Where it is deployed, and what is not known before. */
export function place(scope: Construct) {
  return {
    partition: Aws.PARTITION,
    region: Aws.REGION,
    account: Aws.ACCOUNT_ID,
    knownAccount: literal(Stack.of(scope).account),
    knownRegion: literal(Stack.of(scope).region),
    isUnresolved: (value: unknown) => Token.isUnresolved(value),
    textOf: (value: unknown) => JSON.stringify(isText(value) ? value : Stack.of(scope).resolve(value)),
  };
}

/** What the CDK knows of every endpoint, and its author says. */
export function hosting(
  scope: Construct,
  options: EndpointOptions,
  instanceType: string,
): HostedSpec & { readonly publishesPredictions: boolean } {
  const image = (options.container ?? ServingContainer.runtime())._bind(scope, instanceType);
  return {
    environment: options.environment,
    endpointName: options.endpointName ?? defaultName(scope),
    image: image.uri,
    imageRepositoryArn: image.repositoryArn,
    pulledRepositoryArn: image.pulledRepositoryArn,
    publishesPredictions: image.isRuntime,
    role: givenRole(scope, options.role),
    ...place(scope),
  };
}

/** The same of an endpoint on instances, and where in a VPC it is. `firstOfPools` is the type that stands for all pools. */
export function instanceHosting(scope: Construct, options: InstanceEndpointOptions, firstOfPools?: string) {
  const instanceType = options.instanceType ?? firstOfPools ?? ENDPOINT_DEFAULTS.instanceType;
  const network: EndpointNetwork | undefined = endpointNetwork(scope, options);
  const hosted = hosting(scope, options, instanceType);
  const spec = {
    ...hosted,
    instanceType: options.instanceType,
    instanceCount: options.instanceCount,
    rollout: options.rollout?._spec,
    latencyLimitMilliseconds: inMilliseconds('latency limit', options.latencyLimit),
    network: network?.spec,
    networkIsolation: options.networkIsolation,
    ...instanceSettings(options),
    modelDownloadTimeoutSeconds: inSeconds('model download timeout', options.modelDataDownloadTimeout),
    startupTimeoutSeconds: inSeconds('startup timeout', options.containerStartupHealthCheckTimeout),
  } satisfies InstanceSpec;
  return { spec, network };
}

type InstanceSettings = Pick<InstanceEndpointOptions, 'volumeSize' | 'volumeEncryptionKey' | 'inferenceAmiVersion'>;

/** What the instances of an endpoint are given, whatever they serve. */
export function instanceSettings({ volumeSize, volumeEncryptionKey, inferenceAmiVersion }: InstanceSettings) {
  return {
    volumeSizeGib: volumeSize?.toGibibytes({ rounding: SizeRoundingBehavior.NONE }),
    volumeKey: volumeEncryptionKey?.keyArn,
    inferenceAmiVersion,
  };
}

/** A model package, and from where SageMaker fetches it: what is not in S3 yet is uploaded as an asset. */
export function hostedModel(
  scope: Construct,
  model: ModelPackage,
  id = 'ModelData',
): ModelData & { readonly model: ServedModel } {
  const known = pinnedPackage(model);
  if (!('source' in known)) {
    const { url, arn } = modelArtefact(scope, known, id);
    return { model: known, modelDataUrl: url, modelDataArn: arn };
  }
  return { model: known, ...letInToBucket(scope, model, remoteModelData(known, Aws.PARTITION)) };
}

function literal(text: string): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/** What needs no resolving. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && !Token.isUnresolved(value);
}

/** Name of an endpoint whose author gave none. */
export function defaultName(scope: Construct): string {
  const { stackName, node } = Stack.of(scope);
  return defaultEndpointName(Token.isUnresolved(stackName) ? node.id : stackName, scope.node.id, scope.node.path);
}
