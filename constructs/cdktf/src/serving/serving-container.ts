import { DataAwsSagemakerPrebuiltEcrImage } from '@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image';
import type { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { partitionOf, regionOf } from '../render/account';
import { tagNotes, uriNotes } from '@inference-constructs/core/out/serving/container-image';
import { annotate } from '../annotations';
import type { ContainerImage } from './container-image';

type Bind = (scope: Construct) => ContainerImage;

/**
 * What serves a model: the runtime of this library, or a container of one's own that speaks SageMaker's contract. An image whose
 * name SageMaker refuses fails with `ImageInvalid`, one in another region than the endpoint with `ImageOfAnotherRegion`; a tag
 * that may come to name another image is advised against.
 */
export class ServingContainer {
  /**
   * The runtime, built from the container folder of the npm package `@inference-constructs/cdk` and pushed.
   *
   * @param imageUri URI of the image in Amazon ECR.
   * @param repositoryArn ARN of its repository: the one the endpoint's role may pull from.
   */
  public static runtimeFromImageUri(imageUri: string, repositoryArn: string): ServingContainer {
    return ServingContainer.atUri(imageUri, repositoryArn, true);
  }

  /**
   * The runtime, built and pushed.
   *
   * @param repository Where it was pushed to.
   * @param tagOrDigest A tag, or a digest, `sha256:…`, which cannot change under a deployed endpoint.
   */
  public static runtimeFromEcrRepository(repository: EcrRepository, tagOrDigest: string): ServingContainer {
    return ServingContainer.inRepository(repository, tagOrDigest, true);
  }

  /**
   * An image in Amazon ECR, in the region of the endpoint. It must answer on port 8080 as SageMaker asks.
   *
   * @param imageUri URI of the image.
   * @param repositoryArn ARN of its repository: the one the endpoint's role may pull from.
   */
  public static fromImageUri(imageUri: string, repositoryArn: string): ServingContainer {
    return ServingContainer.atUri(imageUri, repositoryArn, false);
  }

  /**
   * An image in Amazon ECR, in the region of the endpoint.
   *
   * @param repository Where the image is.
   * @param tagOrDigest A tag, or a digest, `sha256:…`, which cannot change under a deployed endpoint.
   */
  public static fromEcrRepository(repository: EcrRepository, tagOrDigest: string): ServingContainer {
    return ServingContainer.inRepository(repository, tagOrDigest, false);
  }

  /**
   * One of the AWS Deep Learning Containers, from the account that the provider's own table names for the region.
   *
   * @param repositoryName Name of the repository, for example `pytorch-inference`.
   * @param tag Tag of the image, for example `2.6.0-cpu-py312-ubuntu22.04-sagemaker`.
   */
  public static fromDeepLearningContainer(repositoryName: string, tag: string): ServingContainer {
    return new ServingContainer((scope) => awsImage(scope, repositoryName, tag));
  }

  /**
   * NVIDIA's Triton Inference Server as AWS packages it for SageMaker. The model package must be a repository of Triton.
   *
   * @param tag Tag of the image, for example `24.09-py3` or, for processors, `24.09-py3-cpu`.
   */
  public static fromTriton(tag: string): ServingContainer {
    return ServingContainer.fromDeepLearningContainer('sagemaker-tritonserver', tag);
  }

  private static inRepository(repository: EcrRepository, tagOrDigest: string, isRuntime: boolean): ServingContainer {
    const separator = tagOrDigest.startsWith('sha256:') ? '@' : ':';
    const uri = `${repository.repositoryUrl}${separator}${tagOrDigest}`;
    return new ServingContainer((scope) => {
      annotate(
        scope,
        tagNotes('SageMaker', tagOrDigest, (value) => Token.isUnresolved(value)),
      );
      return { uri, repositoryArn: repository.arn, isRuntime };
    });
  }

  private static atUri(uri: string, repositoryArn: string, isRuntime: boolean): ServingContainer {
    return new ServingContainer((scope) => {
      annotate(
        scope,
        uriNotes('SageMaker', uri, (value) => Token.isUnresolved(value)),
      );
      return { uri, repositoryArn, pulledRepositoryArn: repositoryArn, isRuntime };
    });
  }

  private constructor(private readonly bind: Bind) {}

  /** @internal */
  public _bind(scope: Construct): ContainerImage {
    return this.bind(scope);
  }
}

function awsImage(scope: Construct, repositoryName: string, imageTag: string): ContainerImage {
  const image = new DataAwsSagemakerPrebuiltEcrImage(scope, 'Image', { repositoryName, imageTag });
  return {
    uri: image.registryPath,
    repositoryArn: `arn:${partitionOf(scope)}:ecr:${regionOf(scope)}:${image.registryId}:repository/${repositoryName}`,
    isRuntime: false,
  };
}
