import type { AsyncSpec } from '../serving/async-config';
import { INVOKE } from './invoke';
import type { Statement } from './statements';
import { useKey } from './statements';

/** What SageMaker does on the role of an asynchronous endpoint: fetch requests, store answers, say that they are there. */
export function asynchronousStatements(spec: AsyncSpec): Statement[] {
  const buckets = [...new Set([spec.inputBucketArn, spec.outputBucketArn])];
  const topics = [spec.successTopicArn, spec.errorTopicArn].filter((arn): arn is string => arn !== undefined);
  return [
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: buckets },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: inputs(spec) },
    { Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: answers(spec) },
    ...(topics.length === 0 ? [] : [{ Effect: 'Allow' as const, Action: ['sns:Publish'], Resource: topics }]),
    ...useKeys(reads(spec), writes(spec)),
  ];
}

/** What a caller needs: to put a request, to have it answered, to fetch the answer or the failure. */
export function invokeAsynchronously(spec: AsyncSpec, endpointArn: string): Statement[] {
  return [
    { Effect: 'Allow', Action: [INVOKE.ENDPOINT_ASYNC], Resource: endpointArn },
    { Effect: 'Allow', Action: ['s3:PutObject'], Resource: inputs(spec) },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: answers(spec) },
    ...useKeys(writes(spec), reads(spec)),
  ];
}

function inputs({ inputBucketArn, inputPrefix }: AsyncSpec): string {
  return `${inputBucketArn}/${inputPrefix}/*`;
}

function answers({ outputBucketArn, outputPrefix, failurePrefix }: AsyncSpec): string[] {
  return [...new Set([outputPrefix, failurePrefix])].map((prefix) => `${outputBucketArn}/${prefix}/*`);
}

/** Keys of what the endpoint reads, and a caller writes. */
function reads({ inputKeyArn }: AsyncSpec): string[] {
  return inputKeyArn === undefined ? [] : [inputKeyArn];
}

/** Keys of what the endpoint writes, and a caller reads: which of them failures are encrypted with is not documented. */
function writes({ kmsKeyArn, outputKeyArn }: AsyncSpec): string[] {
  return [...new Set([kmsKeyArn, outputKeyArn])].filter((arn) => arn !== undefined);
}

/** To write in parts takes both permissions, as S3 puts them together again. */
function useKeys(read: readonly string[], written: readonly string[]): Statement[] {
  const readOnly = read.filter((arn) => !written.includes(arn));
  return [...useKey(['kms:Decrypt', 'kms:GenerateDataKey'], written), ...useKey(['kms:Decrypt'], readOnly)];
}
