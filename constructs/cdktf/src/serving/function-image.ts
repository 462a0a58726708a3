import type { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { tagNotes, uriNotes } from '@inference-constructs/core/out/serving/container-image';
import { annotate } from '../annotations';

/**
 * The container image of an `OnnxFunction`: the handler, onnxruntime and the model package, at most 10 GiB, where a zip and
 * its layer hold 250 MiB. It starts more slowly than a zip, and needs no layer package.
 */
export class FunctionImage {
  /**
   * An image that was built from the folder `assets/function-image` of this package, with the model package in it as `model`, and
   * pushed. It must be that model: alarms and metrics are those of the property `model`.
   *
   * @param repository Where it was pushed to, in the region of the function.
   * @param tagOrDigest A digest, `sha256:…`; pushing another image under a tag deploys nothing.
   */
  public static fromEcrRepository(repository: EcrRepository, tagOrDigest: string): FunctionImage {
    const separator = tagOrDigest.startsWith('sha256:') ? '@' : ':';
    return new FunctionImage((scope) => {
      annotate(
        scope,
        tagNotes('Lambda', tagOrDigest, (value) => Token.isUnresolved(value)),
      );
      return `${repository.repositoryUrl}${separator}${tagOrDigest}`;
    });
  }

  /**
   * An image built and pushed on the same terms as for `fromEcrRepository`. Lambda must be allowed to pull it.
   *
   * @param imageUri URI of the image in Amazon ECR, in the region of the function.
   */
  public static fromImageUri(imageUri: string): FunctionImage {
    return new FunctionImage((scope) => {
      annotate(
        scope,
        uriNotes('Lambda', imageUri, (value) => Token.isUnresolved(value)),
      );
      return imageUri;
    });
  }

  private constructor(private readonly bind: (scope: Construct) => string) {}

  /** @internal */
  public _bind(scope: Construct): string {
    return this.bind(scope);
  }
}
