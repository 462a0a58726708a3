import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { CodeConfig } from 'aws-cdk-lib/aws-lambda';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Token } from 'aws-cdk-lib/core';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { functionFiles } from '@inference-constructs/core/out/serving/function-code';
import { tagNotes, uriNotes } from '@inference-constructs/core/out/serving/container-image';
import { annotate } from '../annotations';
import { functionImageFiles } from '../assets';
import { stagedDirectory } from './staged-directory';

type Bind = (scope: Construct, model: LoadedPackage, architecture: Architecture) => Code;

/**
 * The container image of an `OnnxFunction`: the handler, onnxruntime and the model package, at most 10 GiB, where a zip and
 * its layer hold 250 MiB. It starts more slowly than a zip, and needs no layer package.
 */
export class FunctionImage {
  /**
   * The handler and the model. The CDK command line builds the image with Docker when it deploys; synth needs no Docker.
   */
  public static runtime(): FunctionImage {
    return new FunctionImage((scope, model, architecture) =>
      Code.fromAssetImage(imageDirectory(scope, model), {
        platform: architecture === 'arm64' ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
      }),
    );
  }

  /**
   * An image built and pushed elsewhere, from the folder `assets/function-image` of this package with the model package in it as
   * `model`. It must be that model: alarms and metrics are those of the property `model`.
   *
   * @param repository Where it was pushed to, in the region of the function.
   * @param tagOrDigest A digest, `sha256:…`; pushing another image under a tag deploys nothing.
   */
  public static fromEcrRepository(repository: IRepository, tagOrDigest: string): FunctionImage {
    return new FunctionImage((scope) => {
      annotate(
        scope,
        tagNotes('Lambda', tagOrDigest, (value) => Token.isUnresolved(value)),
      );
      return Code.fromEcrImage(repository, { tagOrDigest });
    });
  }

  /**
   * An image built and pushed elsewhere, on the same terms as `fromEcrRepository`. Lambda must be allowed to pull it.
   *
   * @param imageUri URI of the image in Amazon ECR, in the region of the function.
   */
  public static fromImageUri(imageUri: string): FunctionImage {
    return new FunctionImage((scope) => {
      annotate(
        scope,
        uriNotes('Lambda', imageUri, (value) => Token.isUnresolved(value)),
      );
      return new ImageUri(imageUri);
    });
  }

  private constructor(private readonly bind: Bind) {}

  /** @internal */
  public _bind(scope: Construct, model: LoadedPackage, architecture: Architecture): Code {
    return this.bind(scope, model, architecture);
  }
}

class ImageUri extends Code {
  public constructor(private readonly imageUri: string) {
    super();
  }

  public override bind(): CodeConfig {
    return { image: { imageUri: this.imageUri } };
  }
}

function imageDirectory(scope: Construct, model: LoadedPackage): string {
  return stagedDirectory(scope, functionFiles(functionImageFiles(), model));
}
