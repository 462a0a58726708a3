import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarEnd, tarHeader, tarPadding } from '@inference-constructs/core/out/model/tar-header';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { isBetter } from '@inference-constructs/rehearsal/report/card/better';
import { packageInside } from '@inference-constructs/rehearsal/report/card/package-files';
import { signatureChanges } from '@inference-constructs/rehearsal/report/card/signature-changes';
import { zipSync } from 'fflate';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();

const FILES: Record<string, string> = {
  'model.json': '{"a":1}',
  'model.onnx': 'x'.repeat(1000),
  'golden.jsonl': 'y'.repeat(5000),
};

function directory(): string {
  const path = join(folder, 'directory');
  mkdirSync(join(path, 'model'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(path, 'model', name), text);
  return path;
}

function zip(): string {
  const path = join(folder, 'code.zip');
  writeFileSync(
    path,
    zipSync(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`model/${name}`, Buffer.from(text)]))),
  );
  return path;
}

function tar(): string {
  const path = join(folder, 'model.tar.gz');
  const parts = Object.entries(FILES).flatMap(([name, text]) => [
    tarHeader(name, text.length),
    Buffer.from(text),
    Buffer.alloc(tarPadding(text.length)),
  ]);
  writeFileSync(path, gzipSync(Buffer.concat([...parts, tarEnd()])));
  return path;
}

test.each([
  ['a directory', directory],
  ['a zip file', zip],
  ['a tar file', tar],
])('finds the package in %s, and counts the model alone', (_, make) => {
  expect(packageInside(make())).toEqual({ manifest: '{"a":1}', bytes: 1000 });
});

test('an asset without a package has none', () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  expect(packageInside(empty)).toBeUndefined();
});

test.each([
  ['accuracy', 0.1, 'better'],
  ['rocAuc', -0.1, 'worse'],
  ['logLoss', -0.1, 'better'],
  ['neg_log_loss', -0.1, 'worse'],
  ['RMSE', 0.1, 'worse'],
  ['f1', 0, 'equal'],
  ['ourOwnScore', 0.1, 'unknown'],
])('%s by %d is %s', (metric, difference, is) => {
  expect(isBetter(metric, difference)).toBe(is);
});

const manifest = (inputs: ModelManifest['signature']['inputs'], names = ['a', 'b']): ModelManifest => ({
  name: 'm',
  version: '1.0.0',
  signature: { inputs, outputs: [] },
  classes: { output: 'p', names },
});
const input = (shape: (number | string)[], features?: string[]) =>
  [{ name: 'x', type: 'float32', shape, ...(features === undefined ? {} : { features }) }] as const;

test.each<[string, ModelManifest, ModelManifest, string[]]>([
  ['nothing', manifest(input([1])), manifest(input([1])), []],
  ['a shape', manifest(input([1])), manifest(input([2])), ['input "x": float32 [1] becomes float32 [2]']],
  ['an input', manifest([]), manifest(input([2])), ['input "x" is new: float32 [2]']],
  ['an input less', manifest(input([2])), manifest([]), ['input "x" is gone']],
  [
    'features',
    manifest(input([2], ['u', 'v'])),
    manifest(input([2], ['v', 'w'])),
    ['input "x": feature u gone', 'input "x": feature w new'],
  ],
  [
    'their order',
    manifest(input([2], ['u', 'v'])),
    manifest(input([2], ['v', 'u'])),
    ['input "x": its features are in another order'],
  ],
  ['classes', manifest([], ['a', 'b']), manifest([], ['a', 'c']), ['classes: a, b become a, c']],
])('signature: %s', (_, before, after, expected) => {
  expect(signatureChanges(before, after)).toEqual(expected);
});
