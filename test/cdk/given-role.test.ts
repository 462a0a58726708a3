import { diagnosis, IMAGE, newEndpoint, newStack, synth } from './support/synth';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import {
  AsyncInferenceEndpoint,
  InferenceComponent,
  InferenceComponentEndpoint,
  MultiModelEndpoint,
  ServerlessInferenceEndpoint,
} from '@inference-constructs/cdk';

const ARN = 'arn:aws:iam::123456789012:role/company/inference';
const own = (stack: Stack) =>
  new Role(stack, 'Execution', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
const bucket = (stack: Stack) => Bucket.fromBucketName(stack, 'Bucket', 'models');

const KINDS: Readonly<Record<string, (stack: Stack, role: IRole) => { readonly role: IRole }>> = {
  'a real-time endpoint': (stack, role) => newEndpoint(stack, { role }),
  'an asynchronous endpoint': (stack, role) =>
    new AsyncInferenceEndpoint(stack, 'Classifier', {
      model: diagnosis(),
      ...IMAGE,
      outputBucket: bucket(stack),
      role,
    }),
  'a multi-model endpoint': (stack, role) =>
    new MultiModelEndpoint(stack, 'Classifier', { ...IMAGE, bucket: bucket(stack), prefix: 'all', role }),
  'a serverless endpoint': (stack, role) =>
    new ServerlessInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, role }),
  'a host of components': (stack, role) => {
    const endpoint = new InferenceComponentEndpoint(stack, 'Classifier', { role });
    new InferenceComponent(stack, 'Component', { endpoint, model: diagnosis(), ...IMAGE });
    return endpoint;
  },
};

const policies = (synthesized: ReturnType<typeof synth>) => synthesized.graph.ofType('AWS::IAM::RolePolicy');
const roleArns = (synthesized: ReturnType<typeof synth>) => [
  ...new Set(
    ['AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig'].flatMap((type) =>
      synthesized.graph.ofType(type).flatMap(({ properties }) => properties.ExecutionRoleArn ?? []),
    ),
  ),
];

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  test('runs as a role of the app, which its policies are added to', () => {
    const stack = newStack();
    const role = own(stack);
    expect(make(stack, role).role).toBe(role);
    const synthesized = synth(stack);
    const [{ id }, ...others] = synthesized.graph.ofType('AWS::IAM::Role');
    expect(others).toEqual([]);
    expect(roleArns(synthesized)).toEqual([`@{${id}.Arn}`]);
    expect(policies(synthesized).length).toBeGreaterThan(0);
    for (const { properties } of policies(synthesized)) expect(properties.RoleName).toBe(`@{${id}.Ref}`);
  });

  test('runs as a role that was made elsewhere, which its policies are added to', () => {
    const stack = newStack();
    make(stack, Role.fromRoleArn(stack, 'Execution', ARN));
    const synthesized = synth(stack);
    expect(roleArns(synthesized)).toEqual([ARN]);
    expect(policies(synthesized).length).toBeGreaterThan(0);
    for (const { properties } of policies(synthesized)) expect(properties.RoleName).toBe('inference');
  });

  test('adds nothing to a role that takes nothing, and says what it needs', () => {
    const stack = newStack();
    make(stack, Role.fromRoleArn(stack, 'Execution', ARN, { mutable: false }));
    const synthesized = synth(stack);
    expect(roleArns(synthesized)).toEqual([ARN]);
    expect(policies(synthesized)).toEqual([]);
    expect(synthesized.graph.ofType('AWS::SageMaker::Endpoint')[0].attributes?.DependsOn).toBeUndefined();
    expect(synthesized.messages.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^role \(one that takes no policies\): has to be allowed .*cloudwatch:DescribeAlarms/),
    );
  });
});

test('what the role is allowed otherwise stays', () => {
  const stack = newStack();
  const role = own(stack);
  newEndpoint(stack, { role });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
  expect(policies(synth(stack))).toHaveLength(2);
  expect(stack.node.findChild('Classifier').node.tryFindChild('RoleProbe')).toBeUndefined();
});

test('endpoints that share a role each have a policy on it', () => {
  const stack = newStack();
  const role = Role.fromRoleArn(stack, 'Execution', ARN);
  for (const endpointName of ['one', 'two']) {
    new ServerlessInferenceEndpoint(stack, endpointName, { model: diagnosis(), ...IMAGE, endpointName, role });
  }
  const names = policies(synth(stack)).map(({ properties }) => String(properties.PolicyName));
  expect(names.map((name) => name.replace(/[0-9a-f]{12}$/, '…'))).toEqual(['one-serve-model-…', 'two-serve-model-…']);
});

test('a role of another account is not changed', () => {
  const stack = new Stack(new App(), 'Diagnosis', { env: { account: '111111111111', region: 'us-east-1' } });
  newEndpoint(stack, { role: Role.fromRoleArn(stack, 'Execution', ARN) });
  expect(policies(synth(stack))).toEqual([]);
});
