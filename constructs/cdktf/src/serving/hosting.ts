import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { pinnedPackage } from '@inference-constructs/core/out/model/pinned-package';
import type { HostedSpec, InstanceSpec } from '@inference-constructs/core/out/serving/endpoint';
import { defaultEndpointName } from '@inference-constructs/core/out/serving/endpoint-name';
import type { ModelData, ServedModel } from '@inference-constructs/core/out/serving/served-model';
import { remoteModelData } from '@inference-constructs/core/out/serving/served-model';
import { knownPlace, partitionOf, regionOf } from '../render/account';
import { resolveTokens } from '../render/resolve';
import { endpointNetwork } from './endpoint-network';
import type { ArtifactsOptions, EndpointOptions, InstanceEndpointOptions } from './endpoint-options';
import { executionRole } from './execution-role';
import { modelArtefact } from './model-artefact';

/** The provider gives up on an endpoint that is not in service after an hour, and has no setting for it. */
export const LONGEST_DEPLOYMENT_SECONDS = 3600;

/** What CDKTF knows of every endpoint, and its author says. */
export function hosting(
  scope: Construct,
  options: EndpointOptions,
): HostedSpec & { readonly publishesPredictions: boolean } {
  const image = options.container._bind(scope);
  const { id, path } = scope.node;
  return {
    environment: options.environment,
    endpointName: options.endpointName ?? defaultEndpointName(TerraformStack.of(scope).node.id, id, path),
    image: image.uri,
    imageRepositoryArn: image.repositoryArn,
    pulledRepositoryArn: image.pulledRepositoryArn,
    publishesPredictions: image.isRuntime,
    partition: partitionOf(scope),
    region: regionOf(scope),
    ...executionRole(options),
    ...knownPlace(scope),
    isUnresolved: (value) => Token.isUnresolved(value),
    textOf: (value) => JSON.stringify(resolveTokens(scope, value)),
  };
}

/** The same of an endpoint on instances. */
export function instanceHosting(scope: Construct, options: InstanceEndpointOptions) {
  return {
    ...hosting(scope, options),
    instanceType: options.instanceType,
    instanceCount: options.instanceCount,
    rollout: options.rollout?._spec,
    latencyLimitMilliseconds: options.latencyLimitMilliseconds,
    longestDeploymentSeconds: LONGEST_DEPLOYMENT_SECONDS,
    network: endpointNetwork(options),
    networkIsolation: options.networkIsolation,
    volumeSizeGib: options.volumeSizeGib,
    volumeKey: options.volumeKmsKeyArn,
    inferenceAmiVersion: options.inferenceAmiVersion,
    modelDownloadTimeoutSeconds: options.modelDataDownloadTimeoutSeconds,
    startupTimeoutSeconds: options.containerStartupHealthCheckTimeoutSeconds,
  } satisfies InstanceSpec;
}

/** A model package, and from where SageMaker fetches it: what is not in S3 yet is uploaded to the author's bucket. */
export function hostedModel(
  scope: Construct,
  model: ModelPackage,
  artifacts: ArtifactsOptions,
  suffix = '',
): ModelData & { readonly model: ServedModel } {
  const known = pinnedPackage(model);
  if (!('source' in known)) {
    const bucket = requireBucket(artifacts.artifactsBucket);
    const { url, arn } = modelArtefact(scope, known, bucket, partitionOf(scope), suffix);
    const { artifactsBucketKmsKeyArn: modelKeyArn } = artifacts;
    return { model: known, modelDataUrl: url, modelDataArn: arn, modelKeyArn };
  }
  return { model: known, ...remoteModelData(known, partitionOf(scope)) };
}

function requireBucket(artifactsBucket: string | undefined): string {
  if (artifactsBucket !== undefined) return artifactsBucket;
  throw new InferenceError(
    'ArtifactsBucketMissing',
    'artifactsBucket (none): Terraform has no bucket of its own for the archive of a model package in a directory. ' +
      'name one, or use ModelPackage.fromS3Archive',
  );
}
