import { asynchronous, data, endpoint, multiModel, serverless } from './support/kinds';

describe('owners and keys', () => {
  const key = (name: string) =>
    `key (${JSON.stringify(name)}): the ARN of a key, because a policy cannot name an alias. write arn:aws:kms:<region>:<account>:key/<id>`;
  const alias = 'arn:aws:kms:eu-west-1:123456789012:alias/models';

  test.each<[string, () => unknown, string]>([
    ['the key of an archive', () => endpoint({ modelKeyArn: alias }), key(alias)],
    ['the key of a serverless archive', () => serverless({ modelKeyArn: alias }), key(alias)],
    [
      'the key of another variant',
      () => endpoint({ variants: [{ name: 'b', weight: 1, ...data, modelKeyArn: alias }] }),
      key(alias),
    ],
    ['the key of many models', () => multiModel({ modelKeyArn: 'alias/models' }), key('alias/models')],
    [
      'the owner of many models',
      () => multiModel({ modelBucketAccount: '123' }),
      'bucket account ("123"): 12 digits. write the number of the account that owns the bucket',
    ],
    ...(['inputKeyArn', 'outputKeyArn', 'kmsKeyArn'] as const).map((name): [string, () => unknown, string] => [
      `${name} of an asynchronous endpoint`,
      () => endpoint({ asynchronous: { ...asynchronous, [name]: alias } }),
      key(alias),
    ]),
  ])('%s: what no policy can name is refused', (_, make, message) => {
    expect(make).toThrow(new Error(message));
  });

  test('that are not known yet pass', () => {
    const token = '${Token[TOKEN.1]}';
    expect(() =>
      endpoint({ modelKeyArn: token, asynchronous: { ...asynchronous, outputKeyArn: token } }),
    ).not.toThrow();
    expect(() => multiModel({ modelKeyArn: token, modelBucketAccount: token })).not.toThrow();
  });
});
