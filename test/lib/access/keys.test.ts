import { asynchronousStatements, invokeAsynchronously } from '@inference-constructs/core/out/access/asynchronous';
import type { Statement } from '@inference-constructs/core/out/access/statements';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';

const keysIn = (statements: readonly Statement[]) =>
  statements
    .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
    .map(({ Action, Resource }) => [[Action].flat().join(' '), [Resource].flat()]);

describe('an asynchronous endpoint', () => {
  const spec: AsyncSpec = {
    inputBucketArn: 'arn:aws:s3:::in',
    inputPrefix: 'in',
    outputBucketName: 'out',
    outputBucketArn: 'arn:aws:s3:::out',
    outputPrefix: 'out',
    failurePrefix: 'failed',
  };
  const READ = 'kms:Decrypt';
  const WRITE = 'kms:Decrypt kms:GenerateDataKey';

  test.each<[string, Partial<AsyncSpec>, unknown[], unknown[]]>([
    ['no key', {}, [], []],
    ['a key on the requests', { inputKeyArn: 'in' }, [[READ, ['in']]], [[WRITE, ['in']]]],
    ['a key on the answers', { outputKeyArn: 'out' }, [[WRITE, ['out']]], [[READ, ['out']]]],
    ['a key that answers are to be written with', { kmsKeyArn: 'own' }, [[WRITE, ['own']]], [[READ, ['own']]]],
    [
      'a key for each',
      { inputKeyArn: 'in', outputKeyArn: 'out', kmsKeyArn: 'own' },
      [
        [WRITE, ['own', 'out']],
        [READ, ['in']],
      ],
      [
        [WRITE, ['in']],
        [READ, ['own', 'out']],
      ],
    ],
    ['one key for all', { inputKeyArn: 'a', outputKeyArn: 'a', kmsKeyArn: 'a' }, [[WRITE, ['a']]], [[WRITE, ['a']]]],
  ])('with %s lets the endpoint and its callers do what each needs', (_, keys, endpoint, caller) => {
    expect(keysIn(asynchronousStatements({ ...spec, ...keys }))).toEqual(endpoint);
    expect(keysIn(invokeAsynchronously({ ...spec, ...keys }, 'endpoint'))).toEqual(caller);
  });
});
