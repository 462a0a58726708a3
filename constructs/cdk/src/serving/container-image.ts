import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { runtimeImage } from '@inference-constructs/core/out/serving/runtime-image';
import { containerDirectory } from '../assets';

export interface ContainerImage {
  readonly uri: string;
  readonly repositoryArn: string;
}

interface ImageChoice {
  readonly imageUri?: string;
  readonly imageRepositoryArn?: string;
}

/** The image an author names, or the runtime's own, which the CDK command line builds when it deploys. */
export function containerImage(scope: Construct, instanceType: string, choice: ImageChoice): ContainerImage {
  const { imageUri, imageRepositoryArn } = choice;
  if (imageUri !== undefined && imageRepositoryArn !== undefined) {
    return { uri: imageUri, repositoryArn: imageRepositoryArn };
  }
  if (imageUri !== undefined || imageRepositoryArn !== undefined) {
    const missing = imageUri === undefined ? 'imageUri' : 'imageRepositoryArn';
    throw new InferenceError(
      'ImageIncomplete',
      `${missing} (none): imageUri and imageRepositoryArn go together, because the role may pull from that repository only. ` +
        'set both, or neither for the image of the runtime',
    );
  }
  return builtImage(scope, instanceType);
}

function builtImage(scope: Construct, instanceType: string): ContainerImage {
  const { dockerfile, platform } = runtimeImage(instanceType, (value) => Token.isUnresolved(value));
  const image = new DockerImageAsset(scope, 'Image', {
    directory: containerDirectory(dockerfile),
    file: dockerfile,
    platform: Platform.custom(platform),
  });
  return { uri: image.imageUri, repositoryArn: image.repository.repositoryArn };
}
