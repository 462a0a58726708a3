import { newFunction, newStack, synth } from './support/synth';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

test('a caller of a URL may invoke the alias by it, and in no other way', () => {
  const stack = newStack();
  const caller = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  newFunction(stack, { functionUrl: true }).grantInvokeUrl(caller);
  const { graph } = synth(stack);
  const policies = graph.ofType('AWS::IAM::RolePolicy').filter(({ path }) => path.includes('/Caller/'));
  const { Statement } = policies[0].properties.PolicyDocument as { Statement: { Resource: string }[] };
  const Resource = `@{${graph.ofType('AWS::Lambda::Alias')[0].id}.Ref}`;
  expect(Statement).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource },
    {
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource,
      Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
    },
  ]);
});

test('a function without a URL cannot be invoked by one', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  expect(fn.url).toBeUndefined();
  expect(() => fn.grantInvokeUrl(new ServicePrincipal('a.b.c'))).toThrow(
    new Error('Diagnosis/Classifier: url (none): the function has no URL. set functionUrl'),
  );
});
