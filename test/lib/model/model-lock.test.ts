import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ModelLock, ModelPackage } from '@inference-constructs/core';
import type { PinnedModel } from '@inference-constructs/core/out/model/lock-file';
import { formatLock, parseLock } from '@inference-constructs/core/out/model/lock-file';
import { pinnedFiles, pinnedPackage } from '@inference-constructs/core/out/model/pinned-package';

const MODELS = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models');
const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const home = process.cwd();
mkdirSync(join(folder, 'models'));
for (const version of ['v1', 'v2']) cpSync(join(MODELS, version), join(folder, 'models', version), { recursive: true });
beforeEach(() => process.chdir(folder));
afterEach(() => {
  process.chdir(home);
  rmSync(join(folder, 'model.lock.json'), { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const digestOf = (version: string) => ModelPackage.fromDirectory(join(folder, 'models', version)).digest;
const pin = (version: 'v1' | 'v2', changes: Partial<PinnedModel> = {}): PinnedModel => ({
  name: 'diagnosis',
  version: version === 'v1' ? '1.0.0' : '2.0.0',
  digest: digestOf(version),
  source: { directory: `models/${version}` },
  ...changes,
});
const write = (...models: PinnedModel[]) => writeFileSync('model.lock.json', formatLock(models));

const NONE = `sha256:${'0'.repeat(64)}`;

describe('a lock that is given', () => {
  test('gives the package that it pins, one for all that ask', () => {
    write(pin('v1'));
    const lock = ModelLock.fromFile();
    const model = lock.model('diagnosis');
    expect([model.version, model.directory, pinnedPackage(model).digest]).toEqual([
      '1.0.0',
      join(folder, 'models', 'v1'),
      digestOf('v1'),
    ]);
    expect(lock.model('diagnosis', '1.0.0')).toBe(model);
  });

  test('counts its paths from where it is', () => {
    write(pin('v1'));
    process.chdir(home);
    const model = ModelLock.fromFile(join(folder, 'model.lock.json')).model('diagnosis');
    expect(model.directory).toBe(join(folder, 'models', 'v1'));
  });

  test('gives a version of several', () => {
    write(pin('v2'), pin('v1'));
    const lock = ModelLock.fromFile();
    expect(lock.model('diagnosis', '2.0.0').digest).toBe(digestOf('v2'));
    expect(() => lock.model('diagnosis')).toThrow(
      new Error('version of diagnosis (none): one of 1.0.0, 2.0.0 in model.lock.json. name it'),
    );
  });

  test.each<[string, string | undefined, string]>([
    ['fraud', undefined, 'model (fraud)'],
    ['diagnosis', '3.0.0', 'model (diagnosis 3.0.0)'],
  ])('does not give what it does not pin: %s %s', (name, version, what) => {
    write(pin('v1'));
    expect(() => ModelLock.fromFile().model(name, version)).toThrow(
      new Error(`${what}: model.lock.json pins diagnosis 1.0.0. pin it with "inference lock DIRECTORY"`),
    );
  });

  test('gives a package in S3, with its owner and its key', () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:333333333333:key/1';
    const s3 = 's3://shared/diagnosis/1.tar.gz';
    write(pin('v1', { source: { s3, manifest: 'models/v1/model.json', account: '333333333333', kmsKey } }));
    const known = pinnedPackage(ModelLock.fromFile().model('diagnosis'));
    expect(known).toMatchObject({
      digest: digestOf('v1'),
      source: {
        kind: 's3-archive',
        bucketName: 'shared',
        key: 'diagnosis/1.tar.gz',
        bucketAccount: '333333333333',
        kmsKeyArn: kmsKey,
      },
    });
  });

  test('gives files below a prefix in S3', () => {
    write(pin('v1', { source: { s3: 's3://shared/diagnosis/1/', manifest: 'models/v1/model.json' } }));
    expect(pinnedPackage(ModelLock.fromFile().model('diagnosis'))).toMatchObject({
      source: { kind: 's3-prefix', bucketName: 'shared', prefix: 'diagnosis/1' },
    });
  });
});

describe('what the graph of files in S3 asks of an onnxruntime', () => {
  const onnx = { irVersion: 8, opsets: { 'ai.onnx': 17 }, fallback: { irVersion: 7, opsets: { 'ai.onnx': 15 } } };
  const source = { s3: 's3://shared/diagnosis/1.tar.gz', manifest: 'models/v1/model.json' };
  const inS3 = { bucketName: 'shared', key: 'diagnosis/1.tar.gz', manifestFile: 'models/v1/model.json' };
  const registry = {
    modelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/diagnosis/1',
    modelDataArn: 'arn:aws:s3:::shared/diagnosis/1.tar.gz',
    imageRepositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/own',
    manifestFile: 'models/v1/model.json',
  };

  test.each<[string, () => ModelPackage, object]>([
    [
      'is what the lock says of a package taken from it',
      () => ModelLock.fromFile().model('diagnosis'),
      { graph: onnx, fallbackGraph: onnx.fallback },
    ],
    [
      'is what the lock says of the same digest',
      () => ModelPackage.fromS3Archive({ ...inS3, digest: digestOf('v1') }),
      { graph: onnx, fallbackGraph: onnx.fallback },
    ],
    [
      'is not known of a digest that is a token',
      () => ModelPackage.fromS3Archive({ ...inS3, digest: '${Token[TOKEN.7]}' }),
      { graph: undefined },
    ],
    [
      'is not compared with the runtime where the registry brings another image',
      () => ModelPackage.fromRegistry({ ...registry, digest: digestOf('v1') }),
      { graph: undefined },
    ],
  ])('%s', (_, model, expected) => {
    write(pin('v1', { source, onnx }));
    const { graph, fallbackGraph } = pinnedPackage(model()) as { graph?: object; fallbackGraph?: object };
    expect({ graph, fallbackGraph }).toEqual({ fallbackGraph: undefined, ...expected });
  });

  test.each<[unknown, string]>([
    [{ irVersion: 8 }, 'model.lock.json /models/0/onnx/opsets (missing): expected this field'],
    [{ irVersion: '8', opsets: {} }, 'model.lock.json /models/0/onnx/irVersion ("8"): expected a whole number'],
    [
      { irVersion: 8, opsets: { 'ai.onnx': 1.5 } },
      'model.lock.json /models/0/onnx/opsets/ai.onnx (1.5): expected a whole number',
    ],
    [
      { ...onnx, fallback: { irVersion: 8, opsets: [] } },
      'model.lock.json /models/0/onnx/fallback/opsets (an empty list): expected an object',
    ],
  ])('is checked: %j', (given, message) => {
    write(pin('v1', { source, onnx: given as never }));
    expect(() => ModelLock.fromFile()).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });
});

describe('a package that is not the pinned one is refused', () => {
  const remedy = 'deploy what is pinned, or pin this one with "inference lock DIRECTORY", and commit the lock';
  const refused = (pinned: PinnedModel, found: string) =>
    new Error(`model (${found}): model.lock.json pins diagnosis ${pinned.version}, ${pinned.digest}. ${remedy}`);

  test('when its files have changed', () => {
    const pinned = pin('v1', { digest: NONE });
    write(pinned);
    const model = ModelLock.fromFile().model('diagnosis');
    expect(() => pinnedFiles(model)).toThrow(refused(pinned, `diagnosis 1.0.0, ${digestOf('v1')}`));
  });

  test('when the model.json beside the app is of another version', () => {
    const pinned = pin('v1', { source: { s3: 's3://shared/1.tar.gz', manifest: 'models/v2/model.json' } });
    write(pinned);
    const model = ModelLock.fromFile().model('diagnosis');
    expect(() => pinnedPackage(model)).toThrow(refused(pinned, `diagnosis 2.0.0, ${digestOf('v1')}`));
  });

  test('when the model.json beside the app is of another model with that version', () => {
    const pinned = pin('v1', {
      name: 'fraud',
      source: { s3: 's3://shared/1.tar.gz', manifest: 'models/v1/model.json' },
    });
    write(pinned);
    expect(() => pinnedPackage(ModelLock.fromFile().model('fraud'))).toThrow(
      new Error(
        `model (diagnosis 1.0.0, ${digestOf('v1')}): model.lock.json pins fraud 1.0.0, ${digestOf('v1')}. ${remedy}`,
      ),
    );
  });

  test('by the lock in the working directory, whoever made the package', () => {
    write(pin('v1'));
    expect(() => pinnedFiles(ModelPackage.fromDirectory('models/v2'))).toThrow(
      refused(pin('v1'), `diagnosis 2.0.0, ${digestOf('v2')}`),
    );
    const elsewhere = { bucketName: 'models', key: 'a.tar.gz', digest: NONE, manifestFile: 'models/v1/model.json' };
    expect(() => pinnedPackage(ModelPackage.fromS3Archive(elsewhere))).toThrow(
      refused(pin('v1'), `diagnosis 1.0.0, ${NONE}`),
    );
  });

  test('by the lock in the working directory when that does not know it', () => {
    write(pin('v1', { name: 'fraud' }));
    expect(() => pinnedFiles(ModelPackage.fromDirectory('models/v1'))).toThrow(
      new Error(
        `model (diagnosis 1.0.0, ${digestOf('v1')}): model.lock.json does not pin it. ` +
          'pin it with "inference lock DIRECTORY", and commit the lock',
      ),
    );
  });
});

test('the lock in the working directory lets pass what it pins, of several versions too', () => {
  write(pin('v1'), pin('v2'));
  for (const version of ['v1', 'v2']) {
    expect(pinnedFiles(ModelPackage.fromDirectory(`models/${version}`)).digest).toBe(digestOf(version));
  }
});

test('without a lock every package passes', () => {
  expect(pinnedFiles(ModelPackage.fromDirectory('models/v1')).digest).toBe(digestOf('v1'));
});

test('a digest that is not known at synth is not compared', () => {
  write(pin('v1'));
  const options = { bucketName: 'models', key: 'a.tar.gz', manifestFile: 'models/v1/model.json' };
  const model = ModelPackage.fromS3Archive({ ...options, digest: '${Token[TOKEN.1]}' });
  expect(pinnedPackage(model).digest).toBe('${Token[TOKEN.1]}');
});

describe('a lock that is not sound is refused', () => {
  const sound = { name: 'diagnosis', version: '1.0.0', digest: NONE, source: { directory: 'models/v1' } };
  const text = (...models: object[]) => JSON.stringify({ lockVersion: 1, models });

  test.each<[string, string, string]>([
    [
      'a version of the future',
      '{"lockVersion":2,"models":[]}',
      '/lockVersion (2): expected 1, which is the version this one reads',
    ],
    ['no list', '{"lockVersion":1,"models":{}}', '/models (an object): expected a list'],
    [
      'a digest of something else',
      text({ ...sound, digest: 'md5:1' }),
      '/models/0/digest ("md5:1"): expected "sha256:" and 64 hexadecimal digits',
    ],
    [
      'a version that is none',
      text({ ...sound, version: '1' }),
      '/models/0/version ("1"): expected a semantic version',
    ],
    [
      'a field nobody knows',
      text({ ...sound, digset: '' }),
      '/models/0/digset (""): expected no such field. did you mean "digest"?',
    ],
    ['two digests of a version', text(sound, sound), '/models/1 ("diagnosis 1.0.0"): expected one digest of a version'],
    [
      'a place that is none',
      text({ ...sound, source: { s3: 's3://shared', manifest: 'model.json' } }),
      '/models/0/source/s3 ("s3://shared"): expected s3://bucket/key.tar.gz, or s3://bucket/prefix/',
    ],
    [
      'an alias',
      text({ ...sound, source: { s3: 's3://shared/a/', manifest: 'model.json', kmsKey: 'alias/a' } }),
      '/models/0/source/kmsKey ("alias/a"): expected the ARN of a key',
    ],
  ])('%s', (_, lock, message) => {
    expect(() => parseLock(lock, 'model.lock.json')).toThrow(new Error(`model.lock.json ${message}`));
  });

  test('no JSON, and no file', () => {
    expect(() => parseLock('{', 'model.lock.json')).toThrow(
      /^model.lock.json \(.+\): must be JSON. write it with "inference lock"$/,
    );
    expect(() => ModelLock.fromFile('none.json')).toThrow(
      new Error('none.json (ENOENT): must be a readable file. check that it is one'),
    );
  });
});

test('what is written is read, in one order whatever order it was pinned in', () => {
  const pinned = fc.record({
    name: fc.constantFrom('diagnosis', 'fraud', 'churn'),
    version: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.')),
    digest: fc.constantFrom(NONE, `sha256:${'ab'.repeat(32)}`),
    source: fc.constantFrom({ directory: 'models/v1' }, { s3: 's3://shared/1/', manifest: 'models/model.json' }),
  });
  const models = fc.uniqueArray(pinned, { selector: ({ name, version }) => `${name} ${version}` });
  fc.assert(
    fc.property(models, (all) => {
      const text = formatLock(all);
      expect(formatLock([...all].reverse())).toBe(text);
      expect(formatLock(parseLock(text, 'model.lock.json'))).toBe(text);
    }),
  );
});
