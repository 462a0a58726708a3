import { newFunction, newStack, synth } from './support/synth';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { CfnParameter } from 'aws-cdk-lib/core';
import type { IOnnxFunction } from '@inference-constructs/cdk';
import {
  AsyncInferenceEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  OnnxFunction,
  ServerlessInferenceEndpoint,
} from '@inference-constructs/cdk';

const caller = (stack: Stack) => new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const HERE = '${AWS::Region}:${AWS::AccountId}';
const KEYS = ['answers', 'requests', 'told'].map((name) => `arn:aws:kms:us-east-1:123456789012:key/${name}`);

/** What the caller may do. */
function granted(stack: Stack): unknown {
  const policies = synth(stack).graph.ofType('AWS::IAM::RolePolicy');
  const { PolicyDocument } = policies.find(({ path }) => path.includes('/Caller/'))!.properties;
  return (PolicyDocument as { Statement: unknown }).Statement;
}

const locked = (stack: Stack, bucketName: string, key: string) =>
  Bucket.fromBucketAttributes(stack, bucketName, {
    bucketName,
    encryptionKey: Key.fromKeyArn(stack, `${bucketName}Key`, key),
  });

describe('an asynchronous endpoint that is deployed elsewhere', () => {
  test('is granted with the prefixes of its name', () => {
    const stack = newStack();
    const endpoint = AsyncInferenceEndpoint.fromAsyncInferenceEndpointAttributes(stack, 'Other', {
      endpointName: 'Triage',
      outputBucket: Bucket.fromBucketName(stack, 'Bucket', 'both'),
    });
    endpoint.grantInvoke(caller(stack));
    const objects = 'arn:${AWS::Partition}:s3:::both/Triage';
    expect(granted(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sagemaker:InvokeEndpointAsync',
        Resource: `arn:\${AWS::Partition}:sagemaker:${HERE}:endpoint/triage`,
      },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${objects}/input/*` },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: [`${objects}/output/*`, `${objects}/failures/*`] },
    ]);
    expect(endpoint.inputLocation).toBe('s3://both/Triage/input/');
  });

  test('is granted with buckets, prefixes and keys of its own', () => {
    const stack = newStack();
    const endpointArn = 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint/triage';
    const endpoint = AsyncInferenceEndpoint.fromAsyncInferenceEndpointAttributes(stack, 'Other', {
      endpointName: 'triage',
      endpointArn,
      outputBucket: locked(stack, 'answers', KEYS[0]),
      outputPrefix: 'out',
      failurePrefix: 'failed',
      inputBucket: locked(stack, 'requests', KEYS[1]),
      inputPrefix: 'in',
      encryptionKey: Key.fromKeyArn(stack, 'Told', KEYS[2]),
    });
    endpoint.grantInvoke(caller(stack));
    const s3 = 'arn:${AWS::Partition}:s3:::';
    expect(granted(stack)).toEqual([
      { Effect: 'Allow', Action: 'sagemaker:InvokeEndpointAsync', Resource: endpointArn },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${s3}requests/in/*` },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: [`${s3}answers/out/*`, `${s3}answers/failed/*`] },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: KEYS[1] },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: [KEYS[2], KEYS[0]] },
    ]);
    expect(endpoint.metricApproximateBacklogSize().dimensions).toEqual({ EndpointName: 'triage' });
    expect(endpoint.metricModelLatency().dimensions).toEqual({ EndpointName: 'triage', VariantName: 'live' });
  });

  test('with a prefix that S3 would not find fails', () => {
    const stack = newStack();
    const outputBucket = Bucket.fromBucketName(stack, 'Bucket', 'both');
    const attributes = { endpointName: 'triage', outputBucket, inputPrefix: 'in/' };
    expect(() => AsyncInferenceEndpoint.fromAsyncInferenceEndpointAttributes(stack, 'Other', attributes)).toThrow(
      new Error(
        'Diagnosis/Other: prefix ("in/"): not empty, without a slash at either end. write for example "diagnosis/output"',
      ),
    );
  });
});

describe('a serverless and a multi-model endpoint that are deployed elsewhere', () => {
  const arn = 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint/triage';

  test.each([
    ['serverless', ServerlessInferenceEndpoint, 'ModelSetupTime'],
    ['multi-model', MultiModelEndpoint, 'ModelCacheHit'],
  ] as const)('%s: by its name and by its ARN, with the metrics of its kind', (_, kind, metricName) => {
    const stack = newStack();
    const byName = kind.fromEndpointName(stack, 'ByName', 'Triage');
    const byArn = kind.fromEndpointArn(stack, 'ByArn', arn);
    const metric = 'metricModelSetupTime' in byName ? byName.metricModelSetupTime() : byName.metricModelCacheHit();
    expect(metric).toMatchObject({ metricName, dimensions: { EndpointName: 'Triage', VariantName: 'live' } });
    expect(byArn).toMatchObject({ endpointName: 'triage', endpointRef: { endpointArn: arn } });
    byArn.grantInvoke(caller(stack));
    expect(granted(stack)).toEqual([{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: arn }]);
  });

  test('the ARN of something else fails', () => {
    const other = 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint-config/triage';
    expect(() => InferenceEndpoint.fromEndpointArn(newStack(), 'Other', other)).toThrow(
      `Diagnosis/Other: endpoint ("${other}"): the ARN of an endpoint. write arn:aws:sagemaker:<region>:<account>:endpoint/<name>`,
    );
  });

  test('the ARN may be known at deployment only', () => {
    const stack = newStack();
    const endpointArn = new CfnParameter(stack, 'Arn').valueAsString;
    const { endpointName } = MultiModelEndpoint.fromEndpointArn(stack, 'Other', endpointArn);
    expect(stack.resolve(endpointName)).toEqual({
      'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Arn' }] }] }] }],
    });
  });
});

describe('a function that is deployed elsewhere', () => {
  const ARN = 'arn:aws:lambda:eu-west-1:210987654321:function:triage:shadow';

  test.each<[string, (stack: Stack) => IOnnxFunction, string, string]>([
    [
      'its name',
      (stack) => OnnxFunction.fromFunctionName(stack, 'Other', 'triage'),
      `arn:\${AWS::Partition}:lambda:${HERE}:function:triage:live`,
      'live',
    ],
    ['the ARN of its alias', (stack) => OnnxFunction.fromAliasArn(stack, 'Other', ARN), ARN, 'shadow'],
  ])('by %s: its callers may invoke that alias only', (_, imported, aliasArn, aliasName) => {
    const stack = newStack();
    const fn = imported(stack);
    fn.grantInvoke(caller(stack));
    fn.grantInvokeUrl(Role.fromRoleName(stack, 'Browser', 'browser'));
    expect(granted(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: aliasArn }]);
    expect(fn.metricErrors()).toMatchObject({
      metricName: 'Errors',
      dimensions: { FunctionName: 'triage', Resource: `triage:${aliasName}` },
    });
  });

  test('by the ARN of a token', () => {
    const stack = newStack();
    const fn = OnnxFunction.fromAliasArn(stack, 'Other', new CfnParameter(stack, 'Arn').valueAsString);
    expect(stack.resolve(fn.functionName)).toEqual({ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: 'Arn' }] }] });
  });

  test('by the ARN of the function, not of its alias, fails', () => {
    const arn = 'arn:aws:lambda:eu-west-1:210987654321:function:triage';
    expect(() => OnnxFunction.fromAliasArn(newStack(), 'Other', arn)).toThrow(
      new Error(
        `Diagnosis/Other: alias ("${arn}"): the ARN of a function's alias. ` +
          'write arn:aws:lambda:<region>:<account>:function:<name>:<alias>',
      ),
    );
  });

  test('what is exported of one is what imports it', () => {
    const stack = newStack();
    const fn: IOnnxFunction = newFunction(stack);
    expect(stack.resolve(fn.aliasArn)).toEqual({ Ref: expect.stringMatching(/^ClassifierAlias/) as string });
    expect(stack.resolve(fn.functionName)).toEqual({ Ref: expect.stringMatching(/^ClassifierFunction/) as string });
  });
});
