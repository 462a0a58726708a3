// First: it stands in for what the constructs read.
import { directory } from './support/assets';
import { synth, IMAGE, models } from './support/synth';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { InferenceEndpoint, MultiModelEndpoint } from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';

const KEY = 'arn:aws:kms:eu-west-1:333333333333:key/1';

function newStack(allowedAccountIds?: string[]): TerraformStack {
  const outdir = mkdtempSync(join(directory, 'out-'));
  const stack = new TerraformStack(Testing.stubVersion(new App({ outdir, stackTraces: false })), 'Diagnosis');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1', allowedAccountIds });
  return stack;
}

const shared = () =>
  ModelPackage.fromS3Archive({
    bucketName: 'shared',
    key: 'diagnosis/1.tar.gz',
    bucketAccount: '333333333333',
    kmsKeyArn: KEY,
    digest: `sha256:${'ab'.repeat(32)}`,
    manifestFile: join(models, 'v1', 'model.json'),
  });

const notesOf = (stack: TerraformStack) =>
  synth(stack)
    .messages.map(({ text }) => text)
    .filter((text) => text.includes('its policy is not of this app'));

test('what another account has to allow is said, with the account that the provider may use', () => {
  const stack = newStack(['222222222222']);
  new InferenceEndpoint(stack, 'Classifier', { model: shared(), ...IMAGE });
  const [bucket, key, repository, ...others] = notesOf(stack);
  expect(bucket).toMatch(
    /"Principal":\{"AWS":"arn:aws:iam::222222222222:root"\},"Action":\["s3:GetObject"\],"Resource":"arn:aws:s3:::shared\/diagnosis\/1\.tar\.gz"\}$/,
  );
  expect(key).toContain(`key ${KEY} (of account 333333333333): `);
  expect(repository).toContain(
    'repository arn:aws:ecr:us-east-1:123456789012:repository/runtime (of account 123456789012): ',
  );
  expect(others).toEqual([]);
});

test('of a provider that says no account, the statement leaves it open', () => {
  const stack = newStack();
  new MultiModelEndpoint(stack, 'Classifiers', {
    container: IMAGE.container,
    bucket: 'shared',
    prefix: 'all',
    bucketAccount: '333333333333',
  });
  const notes = notesOf(stack);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(
    '"Principal":{"AWS":"arn:aws:iam::ACCOUNT:root"},"Action":["s3:GetObject"],"Resource":"arn:aws:s3:::shared/all/*"',
  );
});

test('in the account of the bucket there is nothing to say', () => {
  const stack = newStack(['333333333333']);
  new MultiModelEndpoint(stack, 'Classifiers', {
    ...IMAGE,
    bucket: 'shared',
    prefix: 'all',
    bucketAccount: '333333333333',
  });
  expect(notesOf(stack).filter((text) => text.includes('bucket'))).toEqual([]);
});
