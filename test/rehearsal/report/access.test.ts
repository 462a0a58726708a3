import type { Resources } from './support/compared';
import { compared, source } from './support/compared';

const policy = (...statements: object[]): Resources => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
  Policy: {
    Type: 'AWS::IAM::RolePolicy',
    Properties: { RoleName: { Ref: 'Role' }, PolicyDocument: { Statement: statements } },
  },
});
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

test.each<[string, Resources, Resources, string[], string[]]>([
  [
    'the same, written otherwise',
    policy(allow(['a:1', 'a:2'], 'r')),
    policy(allow('a:2', ['r']), allow('a:1', 'r')),
    [],
    [],
  ],
  [
    'what lay within a wildcard',
    policy(allow('a:*', 'r/*')),
    policy(allow('a:1', 'r/1')),
    [],
    ['Role a:* on r/* (action a:*)'],
  ],
  [
    'what lies beside one',
    policy(allow('a:G*', 'r/*')),
    policy(allow('a:Put', 'r.1')),
    ['Role a:Put on r.1'],
    ['Role a:G* on r/* (action a:G*)'],
  ],
  ['a new action', policy(allow('a:1', 'r')), policy(allow(['a:1', 'a:2'], 'r')), ['Role a:2 on r'], []],
  ['a new resource', policy(allow('a:1', 'r')), policy(allow('a:1', ['r', 's'])), ['Role a:1 on s'], []],
  ['an action less', policy(allow(['a:1', 'a:2'], 'r')), policy(allow('a:1', 'r')), [], ['Role a:2 on r']],
  ['wildcards', policy(), policy(allow('a:*', '*')), ['Role a:* on * (action a:*, resource *)'], []],
  [
    'a condition that goes',
    policy(allow('a:1', 'r', { Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })),
    policy(allow('a:1', 'r')),
    ['Role a:1 on r'],
    ['Role a:1 on r'],
  ],
  ['a denial that goes', policy({ Effect: 'Deny', Action: 'a:1', Resource: 'r' }), policy(), ['Role a:1 on r'], []],
  [
    'the object of another release',
    policy(allow('s3:GetObject', `arn:aws:s3:::b/${'0123456789abcdef'.repeat(4)}.gz`)),
    policy(allow('s3:GetObject', `arn:aws:s3:::b/${'fedcba9876543210'.repeat(4)}.gz`)),
    [],
    [],
  ],
  [
    'a function that everybody may invoke',
    {},
    {
      P: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: '*' },
      },
    },
    ['* lambda:InvokeFunction on f (principal *)'],
    [],
  ],
  [
    'who may assume a role',
    { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } } },
    {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
          },
        },
      },
    },
    ['lambda.amazonaws.com sts:AssumeRole on role R'],
    [],
  ],
  [
    'a managed policy',
    { R: { Type: 'AWS::IAM::Role', Properties: {} } },
    {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSageMakerFullAccess'] },
      },
    },
    ['R all of AmazonSageMakerFullAccess on as the managed policy says (managed policy AmazonSageMakerFullAccess)'],
    [],
  ],
])('%s', (_, before, after, widened, narrowed) => {
  const { access } = compared(source(before), source(after));
  const lines = (grants: typeof access.widened) =>
    grants.map(
      ({ principal, actions, resources, wildcards }) =>
        `${principal} ${actions.join(',')} on ${resources.join(',')}${wildcards.length === 0 ? '' : ` (${wildcards.join(', ')})`}`,
    );
  expect(lines(access.widened)).toEqual(widened);
  expect(lines(access.narrowed)).toEqual(narrowed);
});
