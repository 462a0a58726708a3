import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';
import { checkOwner } from '../model/s3-owner';
import type { Properties } from '../plan/plan';

/** Where an asynchronous endpoint takes requests from and puts answers. */
export interface AsyncSpec {
  readonly inputBucketArn: string;
  readonly inputPrefix: string;
  readonly outputBucketName: string;
  readonly outputBucketArn: string;
  readonly outputPrefix: string;
  readonly failurePrefix: string;
  readonly successTopicArn?: string;
  readonly errorTopicArn?: string;
  /** Puts answers of at most 128 KB into the messages too. */
  readonly answersInMessages?: boolean;
  readonly maxConcurrentInvocationsPerInstance?: number;
  /** ARN of the customer-managed key that the bucket of the requests encrypts with. */
  readonly inputKeyArn?: string;
  /** ARN of the customer-managed key that the bucket of the answers encrypts with. */
  readonly outputKeyArn?: string;
  /** ARN of the key that SageMaker is told to encrypt answers with. */
  readonly kmsKeyArn?: string;
  readonly maxPayloadBytes?: number;
}

/** Prefixes below the name of an endpoint, so that two endpoints can share a bucket. */
export function asyncPrefixes(endpointName: string) {
  return {
    inputPrefix: `${endpointName}/input`,
    outputPrefix: `${endpointName}/output`,
    failurePrefix: `${endpointName}/failures`,
  };
}

export const ASYNC_DEFAULTS = {
  /** Held in memory while it is parsed, so well below what SageMaker takes. */
  maxPayloadBytes: 100 * 1024 * 1024,
  /** SageMaker waits 15 minutes for an answer by default: a request may wait for the one before it. */
  maxWaitMilliseconds: 15 * 60 * 1000,
} as const;

export function maxPayloadBytesOf({ maxPayloadBytes }: AsyncSpec): number {
  return maxPayloadBytes ?? ASYNC_DEFAULTS.maxPayloadBytes;
}

/** What the container is told of it. */
export function asyncEnvironment(asynchronous: AsyncSpec | undefined): Record<string, string> {
  if (asynchronous === undefined) return {};
  return {
    [Environment.MAX_BODY_BYTES]: String(maxPayloadBytesOf(asynchronous)),
    [Environment.MAX_WAIT_MS]: String(ASYNC_DEFAULTS.maxWaitMilliseconds),
  };
}

/** SageMaker: 1 to 1000 at a time, a request of at most 1 GB. */
const MAX_CONCURRENT = 1000;
const MAX_PAYLOAD_BYTES = 1_073_741_824;

export function checkAsync(spec: AsyncSpec, isUnresolved: (value: unknown) => boolean): void {
  const concurrent = spec.maxConcurrentInvocationsPerInstance;
  if (concurrent !== undefined && !isUnresolved(concurrent) && !wholeWithin(concurrent, MAX_CONCURRENT)) {
    throw new InferenceError(
      'ConcurrencyOutOfRange',
      `concurrent invocations per instance (${concurrent}): a whole number from 1 to ${MAX_CONCURRENT}. choose a value in that range`,
    );
  }
  const payload = spec.maxPayloadBytes;
  if (payload !== undefined && !isUnresolved(payload) && !wholeWithin(payload, MAX_PAYLOAD_BYTES)) {
    throw new InferenceError(
      'PayloadOutOfRange',
      `largest payload (${payload} bytes): from 1 to ${MAX_PAYLOAD_BYTES} bytes on an asynchronous endpoint. choose a value in that range`,
    );
  }
  const prefix = [spec.inputPrefix, spec.outputPrefix, spec.failurePrefix].find(
    (each) => !isUnresolved(each) && (each === '' || each.startsWith('/') || each.endsWith('/')),
  );
  if (prefix !== undefined) {
    throw new InferenceError(
      'PrefixInvalid',
      `prefix (${JSON.stringify(prefix)}): not empty, without a slash at either end. write for example "diagnosis/output"`,
    );
  }
  for (const kmsKeyArn of [spec.inputKeyArn, spec.outputKeyArn, spec.kmsKeyArn]) checkOwner({ kmsKeyArn });
  if (spec.answersInMessages === true && spec.successTopicArn === undefined && spec.errorTopicArn === undefined) {
    throw new InferenceError(
      'TopicMissing',
      'answers in messages (true): needs a topic to send them to. set successTopic or errorTopic',
    );
  }
}

function wholeWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

export function asyncConfig(spec: AsyncSpec): Properties {
  const { outputBucketName, successTopicArn, errorTopicArn, maxConcurrentInvocationsPerInstance } = spec;
  const topics = {
    ...(successTopicArn === undefined ? {} : { SuccessTopic: successTopicArn }),
    ...(errorTopicArn === undefined ? {} : { ErrorTopic: errorTopicArn }),
  };
  const inMessages = [
    ...(successTopicArn === undefined ? [] : ['SUCCESS_NOTIFICATION_TOPIC']),
    ...(errorTopicArn === undefined ? [] : ['ERROR_NOTIFICATION_TOPIC']),
  ];
  return {
    OutputConfig: {
      S3OutputPath: `s3://${outputBucketName}/${spec.outputPrefix}`,
      S3FailurePath: `s3://${outputBucketName}/${spec.failurePrefix}`,
      ...(spec.kmsKeyArn === undefined ? {} : { KmsKeyId: spec.kmsKeyArn }),
      ...(inMessages.length === 0
        ? {}
        : {
            NotificationConfig: {
              ...topics,
              ...(spec.answersInMessages === true ? { IncludeInferenceResponseIn: inMessages } : {}),
            },
          }),
    },
    ...(maxConcurrentInvocationsPerInstance === undefined
      ? {}
      : { ClientConfig: { MaxConcurrentInvocationsPerInstance: maxConcurrentInvocationsPerInstance } }),
  };
}
