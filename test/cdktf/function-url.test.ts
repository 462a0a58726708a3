import { newFunction, newStack, only, synth } from './support/synth';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';

test('a caller of a URL may invoke the alias by it, and in no other way', () => {
  const stack = newStack();
  const policy = newFunction(stack, { functionUrl: true }).grantInvokeUrl(
    new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' }),
  );
  const { Statement } = JSON.parse(policy.policyInput!) as { Statement: unknown };
  expect(Statement).toMatchObject([
    { Action: ['lambda:InvokeFunctionUrl'] },
    { Action: ['lambda:InvokeFunction'], Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
  ]);
});

test('provisioned concurrency is that of the alias', () => {
  const stack = newStack();
  newFunction(stack, { provisionedConcurrency: 3 });
  expect(only(synth(stack), 'aws_lambda_provisioned_concurrency_config')).toMatchObject({
    provisioned_concurrent_executions: 3,
    qualifier: expect.stringMatching(/aws_lambda_alias\..*\.name/) as string,
  });
});
