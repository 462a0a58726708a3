import { newStack, synth } from './support/synth';
import { resolveTokens } from '../../constructs/cdktf/src/render/resolve';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformStack } from 'cdktf';
import { TerraformVariable } from 'cdktf';
import type { IOnnxFunction } from '@inference-constructs/cdktf';
import {
  AsyncInferenceEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  OnnxFunction,
  ServerlessInferenceEndpoint,
} from '@inference-constructs/cdktf';

const caller = (stack: TerraformStack) => new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' });
const KEYS = ['answers', 'requests', 'told'].map((name) => `arn:aws:kms:us-east-1:123456789012:key/${name}`);

/** What a policy says, of a stack whose data sources are its account, region and partition. */
function granted(stack: TerraformStack, { policyInput }: IamRolePolicy): unknown {
  return (JSON.parse(resolveTokens(stack, policyInput) as string) as { Statement: unknown }).Statement;
}

const PLACE = '\\$\\{data\\.aws_region\\.\\S+\\}:\\$\\{data\\.aws_caller_identity\\.\\S+\\}';
const matching = (pattern: string) => expect.stringMatching(new RegExp(pattern)) as string;

describe('an asynchronous endpoint that is deployed elsewhere', () => {
  test('is granted with the prefixes of its name', () => {
    const stack = newStack();
    const endpoint = AsyncInferenceEndpoint.fromAsyncInferenceEndpointAttributes(stack, 'Other', {
      endpointName: 'Triage',
      outputBucket: 'both',
    });
    const objects = ':s3:::both/Triage';
    expect(granted(stack, endpoint.grantInvoke(caller(stack)))).toEqual([
      {
        Effect: 'Allow',
        Action: ['sagemaker:InvokeEndpointAsync'],
        Resource: matching(`:sagemaker:${PLACE}:endpoint/triage$`),
      },
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: matching(`${objects}/input/\\*$`) },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: [matching(`${objects}/output/\\*$`), matching(`${objects}/failures/\\*$`)],
      },
    ]);
    expect(endpoint.inputLocation).toBe('s3://both/Triage/input/');
    expect(() => synth(stack)).not.toThrow();
  });

  test('is granted with buckets, prefixes and keys of its own', () => {
    const stack = newStack();
    const endpointArn = 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint/triage';
    const endpoint = AsyncInferenceEndpoint.fromAsyncInferenceEndpointAttributes(stack, 'Other', {
      endpointName: 'triage',
      endpointArn,
      outputBucket: 'answers',
      outputBucketKmsKeyArn: KEYS[0],
      outputPrefix: 'out',
      failurePrefix: 'failed',
      inputBucket: 'requests',
      inputBucketKmsKeyArn: KEYS[1],
      inputPrefix: 'in',
      kmsKeyArn: KEYS[2],
    });
    expect(granted(stack, endpoint.grantInvoke(caller(stack)))).toEqual([
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpointAsync'], Resource: endpointArn },
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: matching(':s3:::requests/in/\\*$') },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: [matching(':s3:::answers/out/\\*$'), matching(':s3:::answers/failed/\\*$')],
      },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [KEYS[1]] },
      { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [KEYS[2], KEYS[0]] },
    ]);
    expect(endpoint.metricApproximateBacklogSize().dimensions).toEqual({ EndpointName: 'triage' });
  });

  test('with a prefix that S3 would not find fails', () => {
    const attributes = { endpointName: 'triage', outputBucket: 'both', inputPrefix: '/in' };
    expect(() => AsyncInferenceEndpoint.fromAsyncInferenceEndpointAttributes(newStack(), 'Other', attributes)).toThrow(
      new Error(
        'Diagnosis/Other: prefix ("/in"): not empty, without a slash at either end. write for example "diagnosis/output"',
      ),
    );
  });
});

describe('endpoints of other kinds that are deployed elsewhere', () => {
  const arn = 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint/triage';

  test.each([
    ['real-time', InferenceEndpoint],
    ['serverless', ServerlessInferenceEndpoint],
    ['multi-model', MultiModelEndpoint],
  ] as const)('%s: by its name and by its ARN', (_, kind) => {
    const stack = newStack();
    expect(kind.fromEndpointName(stack, 'ByName', 'Triage').metricModelLatency().dimensions).toEqual({
      EndpointName: 'Triage',
      VariantName: 'live',
    });
    const byArn = kind.fromEndpointArn(stack, 'ByArn', arn);
    expect(byArn.endpointName).toBe('triage');
    expect(granted(stack, byArn.grantInvoke(caller(stack)))).toEqual([
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint'], Resource: arn },
    ]);
  });

  test('have the metrics of their kind', () => {
    const stack = newStack();
    const serverless = ServerlessInferenceEndpoint.fromEndpointName(stack, 'Serverless', 'a');
    expect(serverless.metricModelSetupTime().metricName).toBe('ModelSetupTime');
    const many = MultiModelEndpoint.fromEndpointName(stack, 'Many', 'a');
    expect(many.metricModelCacheHit().metricName).toBe('ModelCacheHit');
  });

  test('the ARN of something else fails, and one that is known at the apply only is taken apart then', () => {
    const stack = newStack();
    expect(() => InferenceEndpoint.fromEndpointArn(stack, 'Other', 'triage')).toThrow(
      'Diagnosis/Other: endpoint ("triage"): the ARN of an endpoint. write arn:aws:sagemaker:<region>:<account>:endpoint/<name>',
    );
    const { stringValue } = new TerraformVariable(stack, 'arn', { type: 'string' });
    const { endpointName } = InferenceEndpoint.fromEndpointArn(stack, 'Later', stringValue);
    expect(resolveTokens(stack, endpointName)).toBe('${element(split("/", var.arn), 1)}');
  });
});

describe('a function that is deployed elsewhere', () => {
  const ARN = 'arn:aws:lambda:eu-west-1:210987654321:function:triage:shadow';

  test.each<[string, (stack: TerraformStack) => IOnnxFunction, string, string]>([
    [
      'its name',
      (stack) => OnnxFunction.fromFunctionName(stack, 'Other', 'triage'),
      `:lambda:${PLACE}:function:triage:live$`,
      'live',
    ],
    ['the ARN of its alias', (stack) => OnnxFunction.fromAliasArn(stack, 'Other', ARN), `^${ARN}$`, 'shadow'],
  ])('by %s: its callers may invoke that alias only', (_, imported, aliasArn, aliasName) => {
    const stack = newStack();
    const fn = imported(stack);
    const role = caller(stack);
    expect(granted(stack, fn.grantInvoke(role))).toEqual([
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: matching(aliasArn) },
    ]);
    expect(granted(stack, fn.grantInvokeUrl(role))).toMatchObject([{ Action: ['lambda:InvokeFunctionUrl'] }, {}]);
    expect(fn.metricErrors().dimensions).toEqual({ FunctionName: 'triage', Resource: `triage:${aliasName}` });
  });

  test('by the ARN of a token', () => {
    const stack = newStack();
    const { stringValue } = new TerraformVariable(stack, 'arn', { type: 'string' });
    const { functionName } = OnnxFunction.fromAliasArn(stack, 'Other', stringValue);
    expect(resolveTokens(stack, functionName)).toBe('${element(split(":", var.arn), 6)}');
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
});
