import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { runtimeImage } from '@inference-constructs/core/out/serving/runtime-image';
import { containerDirectory } from '../assets';
import { oncePerStack } from './once-per-stack';

const shared = oncePerStack<DockerImageAsset>();

/** The image of the runtime for an instance type, which the CDK command line builds when it deploys. */
export function runtimeContainer(scope: Construct, instanceType: string): { uri: string; repositoryArn: string } {
  const { dockerfile, platform } = runtimeImage(instanceType, (value) => Token.isUnresolved(value));
  const image = shared(
    scope,
    `${dockerfile} ${platform}`,
    () =>
      new DockerImageAsset(scope, 'Image', {
        directory: containerDirectory(dockerfile),
        file: dockerfile,
        platform: Platform.custom(platform),
      }),
  );
  return { uri: image.imageUri, repositoryArn: image.repository.repositoryArn };
}
