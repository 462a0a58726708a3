import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import { asyncPrefixes } from '@inference-constructs/core/out/serving/async-config';

/** Where an asynchronous endpoint takes requests from and puts answers, and with which keys. */
export interface AsyncLocations {
  /**
   * Bucket for the answers, in the endpoint's region. Where it has a key of its own (`encryptionKey`), the endpoint may
   * encrypt with it, and callers may decrypt.
   */
  readonly outputBucket: IBucket;

  /**
   * Prefix of the answers' keys, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/output`
   */
  readonly outputPrefix?: string;

  /**
   * Prefix of the keys under which failures are told, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/failures`
   */
  readonly failurePrefix?: string;

  /**
   * Bucket into which callers put requests. Where it has a key of its own (`encryptionKey`), callers may encrypt with it,
   * and the endpoint may decrypt.
   *
   * @default - the bucket for the answers
   */
  readonly inputBucket?: IBucket;

  /**
   * Prefix of the requests' keys, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/input`
   */
  readonly inputPrefix?: string;

  /**
   * Key with which answers are encrypted: the endpoint may encrypt with it, and callers may decrypt. The policy of the key
   * has to leave that to the roles of the account, as it does by default.
   *
   * @default - the encryption of the bucket
   */
  readonly encryptionKey?: IKey;
}

/** What is known of an asynchronous endpoint that is deployed elsewhere. */
export interface AsyncInferenceEndpointAttributes extends AsyncLocations {
  /** Name of the endpoint, in the case it was given in: the prefixes have it by default. */
  readonly endpointName: string;

  /**
   * ARN of the endpoint.
   *
   * @default - that of the name in the account and region of the stack
   */
  readonly endpointArn?: string;
}

/** The same as the core takes it. */
export function locations(asked: AsyncLocations, endpointName: string): AsyncSpec {
  const { outputBucket, inputBucket = outputBucket } = asked;
  const prefixes = asyncPrefixes(endpointName);
  return {
    inputBucketArn: inputBucket.bucketArn,
    inputPrefix: asked.inputPrefix ?? prefixes.inputPrefix,
    outputBucketName: outputBucket.bucketName,
    outputBucketArn: outputBucket.bucketArn,
    outputPrefix: asked.outputPrefix ?? prefixes.outputPrefix,
    failurePrefix: asked.failurePrefix ?? prefixes.failurePrefix,
    inputKeyArn: inputBucket.encryptionKey?.keyArn,
    outputKeyArn: outputBucket.encryptionKey?.keyArn,
    kmsKeyArn: asked.encryptionKey?.keyArn,
  };
}

/** Where callers put requests. */
export function inputLocation({ outputBucket, inputBucket = outputBucket }: AsyncLocations, spec: AsyncSpec): string {
  return `s3://${inputBucket.bucketName}/${spec.inputPrefix}/`;
}
