import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { lockCommand } from '@inference-constructs/rehearsal/lock/lock-command';
import { temporaryFolder } from './support/assembly';
import { bundles } from './support/bundles';

const models = join(__dirname, '..', '..', 'examples', 'diagnosis', 'models');
const digests = Object.fromEntries(
  ['v1', 'v2'].map((version) => [version, ModelPackage.fromDirectory(join(models, version)).digest]),
);
const KEY = 'arn:aws:kms:eu-west-1:333333333333:key/1';

const root = temporaryFolder();
const { cli } = bundles();
let apps = 0;

/** A folder with an app, and the models below it. */
function app() {
  const folder = join(root, `${apps++}`);
  mkdirSync(join(folder, 'models'), { recursive: true });
  const place = (version: string) =>
    cpSync(join(models, version), join(folder, 'models', version), { recursive: true });
  ['v1', 'v2'].forEach(place);
  const lock = join(folder, 'model.lock.json');
  const at = (version: string) => join(folder, 'models', version);
  return {
    lock,
    at,
    pin: (versions: string[], options: object = {}) => lockCommand({ directories: versions.map(at), lock, ...options }),
    pinned: () => (JSON.parse(readFileSync(lock, 'utf8')) as { models: { version: string; source: object }[] }).models,
    change: (version: string) => writeFileSync(join(at(version), 'note.txt'), 'changed'),
  };
}

test('pins a directory: name, version, digest, and the way to it from the lock', () => {
  const { pin, lock } = app();
  expect(pin(['v1'])).toEqual({ text: `diagnosis 1.0.0, ${digests.v1}: pinned (was: none)\n`, exitCode: 0 });
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual({
    lockVersion: 1,
    models: [{ name: 'diagnosis', version: '1.0.0', digest: digests.v1, source: { directory: 'models/v1' } }],
  });
});

test('the next release takes the place of the last one', () => {
  const { pin, pinned } = app();
  pin(['v1']);
  expect(pin(['v2']).text).toBe(`diagnosis 2.0.0, ${digests.v2}: pinned (was: 1.0.0, ${digests.v1})\n`);
  expect(pinned().map(({ version }) => version)).toEqual(['2.0.0']);
});

test('two releases that are deployed beside each other are pinned together', () => {
  const { pin, pinned } = app();
  pin(['v2', 'v1']);
  expect(pinned().map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
});

test('without a directory, what is pinned is pinned again', () => {
  const { pin, pinned, change } = app();
  pin(['v1']);
  change('v1');
  expect(pin([]).text).toMatch(new RegExp(`^diagnosis 1.0.0, sha256:.{64}: pinned \\(was: 1.0.0, ${digests.v1}\\)\n$`));
  expect(pin([], { check: true })).toMatchObject({ exitCode: 0 });
  expect(pinned()).toHaveLength(1);
});

test('--check tells what has changed since, and writes nothing', () => {
  const { pin, change, lock } = app();
  pin(['v1']);
  const text = readFileSync(lock, 'utf8');
  expect(pin([], { check: true })).toEqual({ text: `diagnosis 1.0.0, ${digests.v1}: as pinned\n`, exitCode: 0 });
  change('v1');
  const { text: said, exitCode } = pin([], { check: true });
  expect(said).toMatch(/^diagnosis 1\.0\.0, sha256:.{64}: differs from the lock \(1\.0\.0, sha256:.{64}\)\n$/);
  expect(exitCode).toBe(2);
  expect(readFileSync(lock, 'utf8')).toBe(text);
});

test('pins where in S3 the files are, whose bucket it is, and the key', () => {
  const { pin, pinned } = app();
  const s3 = 's3://shared/diagnosis/1.0.0.tar.gz';
  pin(['v1'], { s3, account: '333333333333', kmsKey: KEY });
  expect(pinned()[0].source).toEqual({ s3, manifest: 'models/v1/model.json', account: '333333333333', kmsKey: KEY });
  expect(pin([]).text).toBe(`diagnosis 1.0.0, ${digests.v1}: not read, its files are at ${s3}\n`);
  expect(pinned()).toHaveLength(1);
});

test('pins of files in S3 what they ask of an onnxruntime, which synth cannot read', () => {
  const { pin, lock } = app();
  const onnx = () => (JSON.parse(readFileSync(lock, 'utf8')) as { models: { onnx?: object }[] }).models[0].onnx;
  pin(['v1'], { s3: 's3://shared/diagnosis/1.0.0.tar.gz' });
  const { irVersion, opsets } = loadModelPackage(join(models, 'v1')).graph;
  expect(onnx()).toEqual({ irVersion, opsets });
  pin(['v1']);
  expect(onnx()).toBeUndefined();
});

test.each<[string, object, string]>([
  [
    'an account without S3',
    { account: '333333333333' },
    'account (333333333333): only with --s3, whose bucket it owns. correct the options',
  ],
  [
    'a key without S3',
    { kmsKey: KEY },
    `KMS key (${KEY}): only with --s3, whose objects it encrypts. correct the options`,
  ],
  [
    'a bucket without a key',
    { s3: 's3://shared' },
    'S3 URI (s3://shared): s3://bucket/key.tar.gz, or s3://bucket/prefix/. correct the options',
  ],
  [
    'S3 beside a check',
    { s3: 's3://shared/a/', check: true },
    'S3 URI (s3://shared/a/): not with --check, which writes nothing. correct the options',
  ],
  [
    'an account that is none',
    { s3: 's3://shared/a/', account: '1' },
    'LOCK /models/0/source/account ("1"): expected 12 digits',
  ],
])('%s is refused, and nothing is written', (_, options, message) => {
  const { pin, lock } = app();
  expect(() => pin(['v1'], options)).toThrow(new Error(message.replace('LOCK', lock)));
  expect(existsSync(lock)).toBe(false);
});

test('two packages of one version are refused', () => {
  const { pin, at, lock } = app();
  cpSync(at('v1'), at('other'), { recursive: true });
  expect(() => pin(['v1', 'other'])).toThrow(
    `diagnosis 1.0.0 (${digests.v1}, and ${digests.v1}): one package of a version. give one of them another version`,
  );
  expect(() => pin([])).toThrow(`${lock} (nothing pinned): name the directories of the model packages`);
});

test('a lock in a folder that does not exist is refused', () => {
  const { pin, lock } = app();
  const nowhere = join(lock, '..', 'none', 'model.lock.json');
  expect(() => pin(['v1'], { lock: nowhere })).toThrow(
    expect.objectContaining({
      code: 'ModelLockInvalid',
      message: `${nowhere} (ENOENT): must be a file in a folder that exists. make the folder`,
    }),
  );
});

test('the command prints what it pins, and ends with 2 where it differs', () => {
  const { at, lock, change } = app();
  const inference = (...args: string[]) =>
    spawnSync(process.execPath, [cli, 'lock', ...args], { encoding: 'utf8', cwd: join(lock, '..') });
  expect(inference(at('v1'))).toMatchObject({
    stdout: `diagnosis 1.0.0, ${digests.v1}: pinned (was: none)\n`,
    stderr: '',
    status: 0,
  });
  change('v1');
  expect(inference('--check')).toMatchObject({ status: 2 });
  expect(inference('nowhere')).toMatchObject({
    stderr: expect.stringMatching(/^ModelPackageMissing: nowhere \(missing\)/),
    status: 1,
  });
});
