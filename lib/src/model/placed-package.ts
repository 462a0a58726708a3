import { InferenceError } from '../errors';
import type { ModelPackage } from './model-package';
import { isToken } from './token';

/** What an engine knows of the bucket that a package is in. */
export interface KnownBucket {
  readonly bucketName: string;
  readonly bucketAccount?: string;
  readonly kmsKeyArn?: string;
}

/** The same package, with what is known of its bucket in place of what its author said. */
export function placedInBucket(
  model: ModelPackage,
  { bucketName, bucketAccount, kmsKeyArn }: KnownBucket,
): ModelPackage {
  const { _remote: remote } = model;
  if (remote === undefined || remote.source.kind === 'registry') {
    throw new InferenceError(
      'ModelNotInS3',
      `model (${remote === undefined ? model.directory : remote.source.kind}): its files must be in S3. ` +
        'use ModelPackage.fromS3Archive or ModelPackage.fromS3Prefix',
    );
  }
  const { source } = remote;
  if (!isToken(source.bucketName) && !isToken(bucketName) && source.bucketName !== bucketName) {
    throw new InferenceError(
      'BucketDiffers',
      `bucket (${bucketName}): the model package is in ${source.bucketName}. name one bucket in both places`,
    );
  }
  return model._from({
    ...remote,
    source: {
      ...source,
      bucketName,
      bucketAccount: bucketAccount ?? source.bucketAccount,
      kmsKeyArn: kmsKeyArn ?? source.kmsKeyArn,
    },
  });
}
