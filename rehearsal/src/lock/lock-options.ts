import { InferenceError } from '@inference-constructs/core/out/errors';
import { parseS3Uri } from '@inference-constructs/core/out/model/s3-uri';

/** What `inference lock` was asked for. */
export interface LockOptions {
  /** Model packages to pin; none: those that are pinned already. */
  readonly directories: readonly string[];
  /** Path of the lock. */
  readonly lock: string;
  /** Where in Amazon S3 the files are that are deployed; none: they are deployed from the directory. */
  readonly s3?: string;
  /** Account that owns that bucket. */
  readonly account?: string;
  /** ARN of the key that the objects are encrypted with. */
  readonly kmsKey?: string;
  /** Compare, and write nothing. */
  readonly check?: boolean;
}

export function checkLockOptions({ directories, s3, account, kmsKey, check }: LockOptions): void {
  if (s3 === undefined) {
    if (account !== undefined) throw invalid('account', account, 'only with --s3, whose bucket it owns');
    if (kmsKey !== undefined) throw invalid('KMS key', kmsKey, 'only with --s3, whose objects it encrypts');
    return;
  }
  if (parseS3Uri(s3) === undefined) throw invalid('S3 URI', s3, 's3://bucket/key.tar.gz, or s3://bucket/prefix/');
  if (check === true) throw invalid('S3 URI', s3, 'not with --check, which writes nothing');
  if (directories.length !== 1) {
    throw invalid('directories', String(directories.length), 'exactly 1 with --s3, which says where its files are');
  }
}

function invalid(what: string, value: string, limit: string): InferenceError {
  return new InferenceError('OptionInvalid', `${what} (${value}): ${limit}. correct the options`);
}
