// First: they stand in for what the constructs read.
import * as cdk from '../cdk/support/synth';
import * as cdktf from '../cdktf/support/synth';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ModelLock, ModelPackage } from '@inference-constructs/core';
import type { PinnedVersions } from '@inference-constructs/core/out/model/lock-file';
import { formatLock } from '@inference-constructs/core/out/model/lock-file';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const v1 = ModelPackage.fromDirectory(join(cdk.models, 'v1'));
const source = { directory: 'models/v1' };
const pin = (digest: string) =>
  writeFileSync('model.lock.json', formatLock([{ name: 'diagnosis', version: '1.0.0', digest, source }]));

const MAKE: Readonly<Record<string, () => unknown>> = {
  'a function on cdk': () => cdk.newFunction(cdk.newStack()),
  'a function on cdktf': () => cdktf.newFunction(cdktf.newStack()),
  'an endpoint on cdk': () => cdk.newEndpoint(cdk.newStack()),
  'an endpoint on cdktf': () => cdktf.newEndpoint(cdktf.newStack()),
};

describe.each(Object.entries(MAKE))('%s', (_, make) => {
  test('takes the package that the lock beside the app pins', () => {
    pin(v1.digest);
    expect(make).not.toThrow();
  });

  test('refuses any other', () => {
    const pinned = `sha256:${'0'.repeat(64)}`;
    pin(pinned);
    expect(make).toThrow(
      new Error(
        `Diagnosis/Classifier: model (diagnosis 1.0.0, ${v1.digest}): model.lock.json pins diagnosis 1.0.0, ${pinned}. ` +
          'deploy what is pinned, or pin this one with "inference lock DIRECTORY", and commit the lock',
      ),
    );
  });
});

describe.each(
  Object.entries({
    cdk: (model: ModelPackage) => cdk.newEndpoint(cdk.newStack(), { model }),
    cdktf: (model: ModelPackage) => cdktf.newEndpoint(cdktf.newStack(), { model }),
  }),
)('of files in S3, an endpoint on %s', (_, make) => {
  const lockOf = (onnx?: PinnedVersions) => {
    const s3 = 's3://shared/diagnosis/1.tar.gz';
    const inS3 = { s3, manifest: relative(folder, join(v1.directory, 'model.json')) };
    const pinned = { name: 'diagnosis', version: '1.0.0', digest: v1.digest, source: inS3, ...(onnx && { onnx }) };
    writeFileSync('model.lock.json', formatLock([pinned]));
    return ModelLock.fromFile().model('diagnosis');
  };

  test('is refused where the lock says that the runtime cannot load them', () => {
    const model = lockOf({ irVersion: 8, opsets: { 'ai.onnx': 99 } });
    expect(() => make(model)).toThrow(
      new Error(
        'Diagnosis/Classifier: opset of diagnosis (ai.onnx 99): at most 26 in onnxruntime 1.30.0, which the runtime has. export the model with opset 26 or less',
      ),
    );
  });

  test('is made where the lock says that it can, or nothing', () => {
    const model = lockOf({ irVersion: 8, opsets: { 'ai.onnx': 17 } });
    expect(() => make(model)).not.toThrow();
    expect(() => make(lockOf())).not.toThrow();
  });
});
