import type { AsyncSpec } from '../serving/async-config';
import { INVOKE } from './invoke';
import type { Statement } from './statements';

/** What SageMaker does on the role of an asynchronous endpoint: fetch requests, store answers, say that they are there. */
export function asynchronousStatements(spec: AsyncSpec): Statement[] {
  const buckets = [...new Set([spec.inputBucketArn, spec.outputBucketArn])];
  const topics = [spec.successTopicArn, spec.errorTopicArn].filter((arn): arn is string => arn !== undefined);
  return [
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: buckets },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: inputs(spec) },
    { Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: answers(spec) },
    ...(topics.length === 0 ? [] : [{ Effect: 'Allow' as const, Action: ['sns:Publish'], Resource: topics }]),
    ...keyStatement(spec, ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}

/** What a caller needs: to put a request, to have it answered, to fetch the answer or the failure. */
export function invokeAsynchronously(spec: AsyncSpec, endpointArn: string): Statement[] {
  return [
    { Effect: 'Allow', Action: [INVOKE.ENDPOINT_ASYNC], Resource: endpointArn },
    { Effect: 'Allow', Action: ['s3:PutObject'], Resource: inputs(spec) },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: answers(spec) },
    ...keyStatement(spec, ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}

function inputs({ inputBucketArn, inputPrefix }: AsyncSpec): string {
  return `${inputBucketArn}/${inputPrefix}/*`;
}

function answers({ outputBucketArn, outputPrefix, failurePrefix }: AsyncSpec): string[] {
  return [...new Set([outputPrefix, failurePrefix])].map((prefix) => `${outputBucketArn}/${prefix}/*`);
}

function keyStatement({ kmsKeyArn }: AsyncSpec, actions: readonly string[]): Statement[] {
  return kmsKeyArn === undefined ? [] : [{ Effect: 'Allow', Action: actions, Resource: kmsKeyArn }];
}
