import type { OwnedParts } from '@inference-constructs/core/out/access/other-account';
import { accountIn, otherAccountNotes } from '@inference-constructs/core/out/access/other-account';

const HERE = { knownAccount: '222222222222', knownRegion: 'eu-west-1' };
const KEY = 'arn:aws:kms:eu-west-1:333333333333:key/1';
const REPOSITORY = 'arn:aws:ecr:eu-west-1:333333333333:repository/runtime';
const archive: OwnedParts = { modelDataUrl: 's3://shared/diagnosis/1.tar.gz', modelBucketAccount: '333333333333' };
const prefix: OwnedParts = {
  modelDataUrl: 's3://shared/diagnosis/1/',
  modelDataIsPrefix: true,
  modelBucketAccount: '333333333333',
};

const needed = (what: string, policy: string, ...statements: object[]) =>
  `${what} (of account 333333333333): its policy is not of this app, and must let account 222222222222 in, else the endpoint does not come into service. ` +
  `unless it does, add to the ${policy}: ${statements.map((each) => JSON.stringify(each)).join(', ')}`;
const Principal = { AWS: 'arn:aws:iam::222222222222:root' };
const allow = (Action: string[], Resource?: string) => ({
  Effect: 'Allow',
  Principal,
  Action,
  ...(Resource && { Resource }),
});
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

test.each<[string, OwnedParts, string]>([
  [
    'the archive of another account',
    archive,
    needed('bucket shared', 'bucket policy', allow(['s3:GetObject'], 'arn:aws:s3:::shared/diagnosis/1.tar.gz')),
  ],
  [
    'files of another account, which are listed',
    prefix,
    needed(
      'bucket shared',
      'bucket policy',
      allow(['s3:GetObject'], 'arn:aws:s3:::shared/diagnosis/1/*'),
      allow(['s3:ListBucket'], 'arn:aws:s3:::shared'),
    ),
  ],
  ['a key of another account', { modelKeyArn: KEY }, needed(`key ${KEY}`, 'key policy', allow(['kms:Decrypt'], '*'))],
  [
    'a repository of another account',
    { pulledRepositoryArn: REPOSITORY },
    needed(`repository ${REPOSITORY}`, 'repository policy', allow(PULL)),
  ],
])('%s has to let this one in', (_, parts, note) => {
  expect(otherAccountNotes(HERE, [parts])).toEqual([note]);
});

test.each<[string, OwnedParts]>([
  ['a bucket of this account', { ...archive, modelBucketAccount: '222222222222' }],
  ['a bucket of nobody knows whom', { ...archive, modelBucketAccount: undefined }],
  ['a key of this account', { modelKeyArn: 'arn:aws:kms:eu-west-1:222222222222:key/1' }],
  ['a key that lets this account in', { modelKeyArn: KEY, modelKeyLetsIn: true }],
  ['a key that is not known at synth', { modelKeyArn: '${Token[TOKEN.1]}' }],
  ['a repository of this account', { pulledRepositoryArn: REPOSITORY.replace('333333333333', '222222222222') }],
])('of %s there is nothing to say', (_, parts) => {
  expect(otherAccountNotes(HERE, [parts])).toEqual([]);
});

test('what several models need is said once', () => {
  expect(otherAccountNotes(HERE, [archive, archive])).toHaveLength(1);
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s the statement is of its partition', (knownRegion, partition) => {
  const [note] = otherAccountNotes({ ...HERE, knownRegion }, [archive]);
  expect(note).toContain(`"arn:${partition}:iam::222222222222:root"`);
  expect(note).toContain(`"arn:${partition}:s3:::shared/diagnosis/1.tar.gz"`);
});

test('an account that is not known at synth is left open, where the author says that there is another', () => {
  const notes = otherAccountNotes({}, [{ ...archive, modelKeyArn: KEY, pulledRepositoryArn: REPOSITORY }]);
  expect(notes).toHaveLength(2);
  for (const note of notes) {
    expect(note).toContain('must let the account this is deployed to in, else');
    expect(note).toContain('"arn:aws:iam::ACCOUNT:root"');
  }
  expect(otherAccountNotes({}, [{ modelKeyArn: KEY }])).toEqual([]);
});

test('an account is read where it is written', () => {
  expect([REPOSITORY, KEY, 'arn:aws:s3:::shared', '${Token[TOKEN.1]}'].map(accountIn)).toEqual([
    '333333333333',
    '333333333333',
    undefined,
    undefined,
  ]);
});
