import { diagnosis, IMAGE, newEndpoint, newStack, only, synth } from './support/synth';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role';
import type { TerraformStack } from 'cdktf';
import { TerraformOutput } from 'cdktf';
import type { InferenceEndpointProps } from '@inference-constructs/cdktf';
import { AsyncInferenceEndpoint, MultiModelEndpoint, ServerlessInferenceEndpoint } from '@inference-constructs/cdktf';

const { container } = IMAGE;
const ARN = 'arn:aws:iam::123456789012:role/company/inference';
type Given = Pick<InferenceEndpointProps, 'role' | 'roleArn'>;
type Made = { readonly role?: IamRole; readonly roleArn: string };
const KINDS: Readonly<Record<string, (stack: TerraformStack, given: Given) => Made>> = {
  'a real-time endpoint': (stack, given) => newEndpoint(stack, given),
  'an asynchronous endpoint': (stack, given) =>
    new AsyncInferenceEndpoint(stack, 'Classifier', {
      model: diagnosis(),
      ...IMAGE,
      outputBucket: 'answers',
      ...given,
    }),
  'a multi-model endpoint': (stack, given) =>
    new MultiModelEndpoint(stack, 'Classifier', { container, bucket: 'models', prefix: 'all', ...given }),
  'a serverless endpoint': (stack, given) =>
    new ServerlessInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, ...given }),
};

/** What the configuration says of the role's ARN. */
function told(stack: TerraformStack, { roleArn }: Made): unknown {
  new TerraformOutput(stack, 'Told', { value: roleArn });
  return (synth(stack).json as unknown as { output: { Told: { value: string } } }).output.Told.value;
}

test.each(Object.entries(KINDS))('%s runs as a role of its author, which its policy is added to', (_, make) => {
  const stack = newStack();
  const role = new IamRole(stack, 'Execution', { name: 'inference', assumeRolePolicy: '{}' });
  const made = make(stack, { role });
  expect([made.role, told(stack, made)]).toEqual([role, '${aws_iam_role.Execution.arn}']);
  const synthesized = synth(stack);
  expect(only(synthesized, 'aws_iam_role').name).toBe('inference');
  expect(only(synthesized, 'aws_sagemaker_model').execution_role_arn).toBe('${aws_iam_role.Execution.arn}');
  const { role: roleName, name_prefix: prefix } = only(synthesized, 'aws_iam_role_policy');
  expect(roleName).toBe('${aws_iam_role.Execution.name}');
  expect(prefix).toMatch(/^Diagnosis-Classifier-[0-9a-f]{8}-serve-model-[0-9a-f]{12}-$/);
});

const TELLS = /^role \(one that takes no policies\): has to be allowed .*cloudwatch:DescribeAlarms/;

describe.each(Object.entries(KINDS))('%s that runs as a role made elsewhere', (_, make) => {
  test.each<[string, (stack: TerraformStack) => string, string]>([
    ['by its ARN', () => ARN, ARN],
    [
      'of a data source',
      (stack) => new DataAwsIamRole(stack, 'Execution', { name: 'inference' }).arn,
      '${data.aws_iam_role.Execution.arn}',
    ],
  ])('%s adds nothing to it, and says what it needs', (_by, arnOf, expected) => {
    const stack = newStack();
    const made = make(stack, { roleArn: arnOf(stack) });
    expect([made.role, told(stack, made)]).toEqual([undefined, expected]);
    const synthesized = synth(stack);
    const { json, messages } = synthesized;
    expect(Object.keys(json.resource).filter((type) => type.startsWith('aws_iam'))).toEqual([]);
    expect(only(synthesized, 'aws_sagemaker_model').execution_role_arn).toBe(expected);
    expect(only(synthesized, 'aws_sagemaker_endpoint').depends_on).toBeUndefined();
    expect(JSON.stringify(json)).not.toContain('_Account_');
    expect(messages.map(({ text }) => text)).toContainEqual(expect.stringMatching(TELLS));
  });
});

test.each<[string, (stack: TerraformStack) => Given, string]>([
  [
    'no ARN of a role',
    () => ({ roleArn: 'inference' }),
    'role ARN ("inference"): the ARN of an IAM role. write arn:aws:iam::<account>:role/<name>',
  ],
  [
    'the ARN of a user',
    () => ({ roleArn: 'arn:aws:iam::123456789012:user/inference' }),
    'role ARN ("arn:aws:iam::123456789012:user/inference"): the ARN of an IAM role. write arn:aws:iam::<account>:role/<name>',
  ],
  [
    'two roles',
    (stack) => ({ role: new IamRole(stack, 'Execution', { assumeRolePolicy: '{}' }), roleArn: ARN }),
    'role (a resource, and an ARN): what the endpoint runs as is one role. leave one of them out',
  ],
])('%s is refused', (_, given, message) => {
  const stack = newStack();
  expect(() => newEndpoint(stack, given(stack))).toThrow(new Error(`Diagnosis/Classifier: ${message}`));
});

test('endpoints may share a role, whose account is theirs', () => {
  const stack = newStack();
  const role = new IamRole(stack, 'Execution', { name: 'inference', assumeRolePolicy: '{}' });
  for (const id of ['One', 'Two']) new ServerlessInferenceEndpoint(stack, id, { model: diagnosis(), ...IMAGE, role });
  const { json } = synth(stack);
  const policies = Object.values(json.resource.aws_iam_role_policy).map(({ policy }) => String(policy));
  expect(policies).toHaveLength(2);
  for (const policy of policies) expect(policy).toContain(':${local.Execution_Account_');
});
