import type { DockerImageAssetOptions, DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { DockerImageAsset as Asset } from 'aws-cdk-lib/aws-ecr-assets';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib/core';
import { FactName } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { TRITON_ACCOUNTS } from '@inference-constructs/core/out/catalog/triton';
import { tagNotes, uriNotes } from '@inference-constructs/core/out/serving/container-image';
import { annotate } from '../annotations';
import type { ContainerImage } from './container-image';
import { letInToRepository } from './model-owner';
import { runtimeContainer } from './runtime-container';

type Bind = (scope: Construct, instanceType: string) => ContainerImage;

/**
 * What serves a model: the runtime of this library, or a container of one's own that speaks SageMaker's contract. An image whose
 * name SageMaker refuses fails with `ImageInvalid`, one in another region than the endpoint with `ImageOfAnotherRegion`; a tag
 * that may come to name another image is advised against.
 */
export class ServingContainer {
  /**
   * The runtime: onnxruntime behind SageMaker's contract. The CDK command line builds its image with Docker when it deploys;
   * synth needs no Docker. The instance type must be known at synth, else `ImageUnknown`.
   */
  public static runtime(): ServingContainer {
    return new ServingContainer((scope, instanceType) => ({
      ...runtimeContainer(scope, instanceType),
      isRuntime: true,
    }));
  }

  /**
   * The runtime, built and pushed elsewhere.
   *
   * @param imageUri URI of the image in Amazon ECR.
   * @param repositoryArn ARN of its repository: the one the endpoint's role may pull from.
   */
  public static runtimeFromImageUri(imageUri: string, repositoryArn: string): ServingContainer {
    return ServingContainer.atUri(imageUri, repositoryArn, true);
  }

  /**
   * The runtime, built and pushed elsewhere.
   *
   * @param repository Where it was pushed to.
   * @param tagOrDigest A tag, or a digest, `sha256:…`, which cannot change under a deployed endpoint.
   */
  public static runtimeFromEcrRepository(repository: IRepository, tagOrDigest: string): ServingContainer {
    return ServingContainer.inRepository(repository, tagOrDigest, true);
  }

  /**
   * An image that is built from a directory with a Dockerfile when the CDK deploys. It must answer on port 8080 as SageMaker asks.
   *
   * @param directory Path of the directory.
   * @param options How it is built; mind the platform, which is that of the machine that builds by default.
   */
  public static fromAsset(directory: string, options: DockerImageAssetOptions = {}): ServingContainer {
    return new ServingContainer((scope) => assetImage(new Asset(scope, 'Image', { directory, ...options })));
  }

  /** An image asset that is there already. */
  public static fromImageAsset(asset: DockerImageAsset): ServingContainer {
    return new ServingContainer(() => assetImage(asset));
  }

  /**
   * An image in Amazon ECR, in the region of the endpoint.
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
  public static fromEcrRepository(repository: IRepository, tagOrDigest: string): ServingContainer {
    return ServingContainer.inRepository(repository, tagOrDigest, false);
  }

  /**
   * One of the AWS Deep Learning Containers. The account that has it in the region is that of the CDK's own table of facts;
   * a region that is not in it needs `accountId`.
   *
   * @param repositoryName Name of the repository, for example `pytorch-inference`.
   * @param tag Tag of the image, for example `2.6.0-cpu-py312-ubuntu22.04-sagemaker`.
   * @param accountId Account that has the repository. Default: from the table of the CDK.
   */
  public static fromDeepLearningContainer(repositoryName: string, tag: string, accountId?: string): ServingContainer {
    return new ServingContainer((scope) => {
      const account = accountId ?? Stack.of(scope).regionalFact(FactName.DLC_REPOSITORY_ACCOUNT);
      return awsImage(scope, account, repositoryName, tag);
    });
  }

  /**
   * NVIDIA's Triton Inference Server as AWS packages it for SageMaker. The model package must be a repository of Triton.
   *
   * @param tag Tag of the image, for example `24.09-py3` or, for processors, `24.09-py3-cpu`.
   * @param accountId Account that has the repository `sagemaker-tritonserver`. Default: from a table by region.
   */
  public static fromTriton(tag: string, accountId?: string): ServingContainer {
    return new ServingContainer((scope) =>
      awsImage(scope, accountId ?? tritonAccount(scope), 'sagemaker-tritonserver', tag),
    );
  }

  private static inRepository(repository: IRepository, tagOrDigest: string, isRuntime: boolean): ServingContainer {
    return new ServingContainer((scope) => {
      annotate(
        scope,
        tagNotes('SageMaker', tagOrDigest, (value) => Token.isUnresolved(value)),
      );
      return {
        uri: repository.repositoryUriForTagOrDigest(tagOrDigest),
        repositoryArn: repository.repositoryArn,
        pulledRepositoryArn: letInToRepository(scope, repository) ? undefined : repository.repositoryArn,
        isRuntime,
      };
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
  public _bind(scope: Construct, instanceType: string): ContainerImage {
    return this.bind(scope, instanceType);
  }
}

function assetImage(asset: DockerImageAsset): ContainerImage {
  return { uri: asset.imageUri, repositoryArn: asset.repository.repositoryArn, isRuntime: false };
}

function awsImage(scope: Construct, account: string, repositoryName: string, tag: string): ContainerImage {
  const { region, urlSuffix } = Stack.of(scope);
  return {
    uri: `${account}.dkr.ecr.${region}.${urlSuffix}/${repositoryName}:${tag}`,
    repositoryArn: `arn:${Aws.PARTITION}:ecr:${region}:${account}:repository/${repositoryName}`,
    isRuntime: false,
  };
}

/** Of the stack's region where it is known, else from a mapping of the template. */
function tritonAccount(scope: Construct): string {
  const stack = Stack.of(scope);
  const known = TRITON_ACCOUNTS[stack.region];
  if (!Token.isUnresolved(stack.region) && known !== undefined) return known;
  const id = 'TritonAccounts';
  const mapping =
    (stack.node.tryFindChild(id) as CfnMapping | undefined) ??
    new CfnMapping(stack, id, {
      mapping: Object.fromEntries(Object.entries(TRITON_ACCOUNTS).map(([region, account]) => [region, { account }])),
    });
  return mapping.findInMap(Aws.REGION, 'account');
}
