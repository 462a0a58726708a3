import type { PolicyStatement } from '@inference-constructs/core/out/access/decide';
import { decide } from '@inference-constructs/core/out/access/decide';

const OBJECT = 'arn:aws:s3:::models/v1/model.tar.gz';
const allow = (more: PolicyStatement): PolicyStatement => ({ Effect: 'Allow', ...more });
const deny = (more: PolicyStatement): PolicyStatement => ({ Effect: 'Deny', ...more });

test.each<[string, PolicyStatement[], string]>([
  ['nothing', [], 'denied'],
  ['the action on the object', [allow({ Action: 's3:GetObject', Resource: OBJECT })], 'allowed'],
  ['actions in any case', [allow({ Action: ['S3:getobject'], Resource: '*' })], 'allowed'],
  ['a wildcard in the action', [allow({ Action: 's3:Get*', Resource: '*' })], 'allowed'],
  ['all objects of the bucket', [allow({ Action: 's3:GetObject', Resource: ['arn:aws:s3:::models/*'] })], 'allowed'],
  ['one character for a question mark', [allow({ Action: '*', Resource: 'arn:aws:s3:::model?/*' })], 'allowed'],
  ['the bucket, not its objects', [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::models' })], 'denied'],
  ['objects in another case', [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::MODELS/*' })], 'denied'],
  ['another action', [allow({ Action: 's3:PutObject', Resource: '*' })], 'denied'],
  ['all but others', [allow({ NotAction: 'iam:*', Resource: '*' })], 'allowed'],
  ['all but this', [allow({ NotAction: 's3:*', Resource: '*' })], 'denied'],
  ['all resources but others', [allow({ Action: 's3:*', NotResource: 'arn:aws:s3:::secret/*' })], 'allowed'],
  ['all resources but this', [allow({ Action: 's3:*', NotResource: 'arn:aws:s3:::models/*' })], 'denied'],
  [
    'a deny beside an allow',
    [allow({ Action: '*', Resource: '*' }), deny({ Action: 's3:*', Resource: OBJECT })],
    'denied',
  ],
  [
    'a deny of something else',
    [allow({ Action: '*', Resource: '*' }), deny({ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' })],
    'allowed',
  ],
  ['an allow on a condition', [allow({ Action: '*', Resource: '*', Condition: { Bool: {} } })], 'unknown'],
  [
    'a deny on a condition',
    [allow({ Action: '*', Resource: '*' }), deny({ Action: '*', Resource: '*', Condition: { Bool: {} } })],
    'unknown',
  ],
  ['an effect of another name', [{ Effect: 'allow', Action: '*', Resource: '*' }], 'denied'],
])('%s: %#', (_, statements, decision) => {
  expect(decide(statements, 's3:GetObject', OBJECT)).toBe(decision);
});

test('without a resource it is enough that the action is allowed on any, and that not all are forbidden', () => {
  const some = allow({ Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:*:*:log-group:a:*' });
  expect(decide([some], 'logs:PutLogEvents')).toBe('allowed');
  expect(
    decide([some, deny({ Action: 'logs:*', Resource: 'arn:aws:logs:*:*:log-group:b' })], 'logs:PutLogEvents'),
  ).toBe('allowed');
  expect(decide([some, deny({ Action: 'logs:*', Resource: '*' })], 'logs:PutLogEvents')).toBe('denied');
});
