import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';
import type { ModelPackage } from '@inference-constructs/core';
import { placedInBucket } from '@inference-constructs/core/out/model/placed-package';
import { keyArnOf, rememberBucket } from './model-owner';

/** Model packages in buckets that the app knows. */
export class S3Model {
  /**
   * A model package whose files are in a bucket of the CDK, so that account and key of the bucket need not be said again.
   * A bucket of this app lets the account of the endpoint in, and so does its key, if it is another account; of an
   * imported one, synth says which statements its policies need. Import it with its account (`Bucket.fromBucketAttributes`).
   *
   * @param bucket The bucket. With another name than that of the package it fails with `BucketDiffers`.
   * @param model A package of `ModelPackage.fromS3Archive` or `fromS3Prefix`, or one that a lock has in Amazon S3, else
   * `ModelNotInS3`.
   */
  public static inBucket(bucket: IBucket, model: ModelPackage): ModelPackage {
    const placed = placedInBucket(model, {
      bucketName: bucket.bucketName,
      bucketAccount: Token.isUnresolved(bucket.env.account) ? undefined : bucket.env.account,
      kmsKeyArn: keyArnOf(bucket),
    });
    rememberBucket(placed, bucket);
    return placed;
  }

  private constructor() {}
}
