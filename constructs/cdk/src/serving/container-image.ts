import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { instanceFacts } from '@inference-constructs/core/out/catalog/instances';
import { InferenceError } from '@inference-constructs/core/out/errors';
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
  return runtimeImage(scope, instanceType);
}

function runtimeImage(scope: Construct, instanceType: string): ContainerImage {
  if (Token.isUnresolved(instanceType)) {
    throw new InferenceError(
      'ImageUnknown',
      'instance type (a token): must be known at synth to build the image for its processor. ' +
        'pass a literal, or imageUri and imageRepositoryArn',
    );
  }
  const facts = instanceFacts(instanceType);
  const file = facts?.device === 'cuda' ? 'Dockerfile.gpu' : 'Dockerfile';
  const image = new DockerImageAsset(scope, 'Image', {
    directory: containerDirectory(file),
    file,
    platform: facts?.architecture === 'arm64' ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
  });
  return { uri: image.imageUri, repositoryArn: image.repository.repositoryArn };
}
