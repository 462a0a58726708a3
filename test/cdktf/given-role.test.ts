import { diagnosis, IMAGE, newEndpoint, newStack, only, synth } from './support/synth';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { TerraformStack } from 'cdktf';
import { AsyncInferenceEndpoint, MultiModelEndpoint, ServerlessInferenceEndpoint } from '@inference-constructs/cdktf';

const { container } = IMAGE;
const KINDS: Readonly<Record<string, (stack: TerraformStack, role: IamRole) => { readonly role: IamRole }>> = {
  'a real-time endpoint': (stack, role) => newEndpoint(stack, { role }),
  'an asynchronous endpoint': (stack, role) =>
    new AsyncInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, outputBucket: 'answers', role }),
  'a multi-model endpoint': (stack, role) =>
    new MultiModelEndpoint(stack, 'Classifier', { container, bucket: 'models', prefix: 'all', role }),
  'a serverless endpoint': (stack, role) =>
    new ServerlessInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, role }),
};

test.each(Object.entries(KINDS))('%s runs as a role of its author, which its policy is added to', (_, make) => {
  const stack = newStack();
  const role = new IamRole(stack, 'Execution', { name: 'inference', assumeRolePolicy: '{}' });
  expect(make(stack, role).role).toBe(role);
  const synthesized = synth(stack);
  expect(only(synthesized, 'aws_iam_role').name).toBe('inference');
  expect(only(synthesized, 'aws_sagemaker_model').execution_role_arn).toBe('${aws_iam_role.Execution.arn}');
  const { role: roleName, name_prefix: prefix } = only(synthesized, 'aws_iam_role_policy');
  expect(roleName).toBe('${aws_iam_role.Execution.name}');
  expect(prefix).toMatch(/^Diagnosis-Classifier-[0-9a-f]{8}-serve-model-[0-9a-f]{12}-$/);
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
