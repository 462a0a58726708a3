import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import { asyncPrefixes } from '@inference-constructs/core/out/serving/async-config';

/** Where an asynchronous endpoint takes requests from and puts answers, and with which keys. */
export interface AsyncLocations {
  /** Name of the bucket for the answers, in the endpoint's region. */
  readonly outputBucket: string;

  /**
   * ARN of the customer-managed KMS key that this bucket encrypts with: the endpoint may encrypt with it, and callers may
   * decrypt. The policy of the key has to leave that to the roles of the account, as it does by default.
   *
   * @default - none: a key of Amazon S3 or of AWS, which need no permission
   */
  readonly outputBucketKmsKeyArn?: string;

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
   * Name of the bucket into which callers put requests.
   *
   * @default - the bucket for the answers
   */
  readonly inputBucket?: string;

  /**
   * ARN of the customer-managed KMS key that the bucket of the requests encrypts with: callers may encrypt with it, and
   * the endpoint may decrypt.
   *
   * @default - that of the bucket for the answers, where the requests are in it too
   */
  readonly inputBucketKmsKeyArn?: string;

  /**
   * Prefix of the requests' keys, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/input`
   */
  readonly inputPrefix?: string;

  /**
   * ARN of the key with which answers are encrypted: the endpoint may encrypt with it, and callers may decrypt.
   *
   * @default - the encryption of the bucket
   */
  readonly kmsKeyArn?: string;
}

/** What is known of an asynchronous endpoint that is deployed elsewhere. */
export interface AsyncInferenceEndpointAttributes extends AsyncLocations {
  /** Name of the endpoint, in the case it was given in: the prefixes have it by default. */
  readonly endpointName: string;

  /**
   * ARN of the endpoint.
   *
   * @default - that of the name in the account and region of the provider
   */
  readonly endpointArn?: string;
}

/** The same as the core takes it. */
export function locations(asked: AsyncLocations, endpointName: string, partition: string): AsyncSpec {
  const { outputBucket, inputBucket = outputBucket } = asked;
  const prefixes = asyncPrefixes(endpointName);
  const sharedKeyArn = inputBucket === outputBucket ? asked.outputBucketKmsKeyArn : undefined;
  return {
    inputBucketArn: `arn:${partition}:s3:::${inputBucket}`,
    inputPrefix: asked.inputPrefix ?? prefixes.inputPrefix,
    outputBucketName: outputBucket,
    outputBucketArn: `arn:${partition}:s3:::${outputBucket}`,
    outputPrefix: asked.outputPrefix ?? prefixes.outputPrefix,
    failurePrefix: asked.failurePrefix ?? prefixes.failurePrefix,
    inputKeyArn: asked.inputBucketKmsKeyArn ?? sharedKeyArn,
    outputKeyArn: asked.outputBucketKmsKeyArn,
    kmsKeyArn: asked.kmsKeyArn,
  };
}

/** Where callers put requests. */
export function inputLocation({ outputBucket, inputBucket = outputBucket }: AsyncLocations, spec: AsyncSpec): string {
  return `s3://${inputBucket}/${spec.inputPrefix}/`;
}
