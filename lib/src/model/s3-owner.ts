import { InferenceError } from '../errors';
import { isToken } from './token';

/** A key of AWS KMS, not an alias. */
export const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/;

/** Whose a bucket is, and what its objects are encrypted with. */
interface S3Owner {
  readonly bucketAccount?: string;
  readonly kmsKeyArn?: string;
}

/** Refuses what would pass for another account, or grant nothing. A token passes. */
export function checkOwner({ bucketAccount, kmsKeyArn }: S3Owner): void {
  if (bucketAccount !== undefined && !isToken(bucketAccount) && !/^\d{12}$/.test(bucketAccount)) {
    throw new InferenceError(
      'BucketAccountInvalid',
      `bucket account (${JSON.stringify(bucketAccount)}): 12 digits. write the number of the account that owns the bucket`,
    );
  }
  if (kmsKeyArn !== undefined && !isToken(kmsKeyArn) && !KEY_ARN.test(kmsKeyArn)) {
    throw new InferenceError(
      'KmsKeyArnInvalid',
      `key (${JSON.stringify(kmsKeyArn)}): the ARN of a key, because a policy cannot name an alias. ` +
        'write arn:aws:kms:<region>:<account>:key/<id>',
    );
  }
}
