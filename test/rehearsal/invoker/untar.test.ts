import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import { untar } from '@inference-constructs/rehearsal/invoker/untar';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { temporaryFolder } from '../support/assembly';
import { testWith } from '../../support/tools';

const folder = temporaryFolder();
const texts = (files: ReadonlyMap<string, Buffer>) =>
  Object.fromEntries([...files].map(([name, bytes]) => [name, `${bytes}`]));

test('reads what the constructs write', () => {
  const source = join(folder, 'model.json');
  writeFileSync(source, '{"name":"x"}');
  const archive = join(folder, 'model.tar.gz');
  const deep = `${'deep/'.repeat(25)}model.onnx`;
  writeTarGz(
    ['model.json', deep].map((path) => ({ path, source, bytes: 12 })),
    archive,
  );
  expect(texts(untar(gunzipSync(readFileSync(archive))))).toEqual({
    'model.json': '{"name":"x"}',
    [deep]: '{"name":"x"}',
  });
});

testWith('tar', 'reads what tar writes, names of any length', () => {
  const long = `${'n'.repeat(180)}.txt`;
  mkdirSync(join(folder, 'files', 'sub'), { recursive: true });
  writeFileSync(join(folder, 'files', long), 'long');
  writeFileSync(join(folder, 'files', 'sub', 'empty'), '');
  writeFileSync(join(folder, 'files', 'block'), 'b'.repeat(512));
  for (const format of ['gnu', 'pax', 'ustar']) {
    const names = format === 'ustar' ? ['sub', 'block'] : [long, 'sub', 'block'];
    const archive = execFileSync('tar', [`--format=${format}`, '-C', join(folder, 'files'), '-cf', '-', ...names]);
    expect(texts(untar(archive))).toEqual({
      ...(format === 'ustar' ? {} : { [long]: 'long' }),
      'sub/empty': '',
      block: 'b'.repeat(512),
    });
  }
});

test('an archive that breaks off is refused', () => {
  const source = join(folder, 'a');
  writeFileSync(source, 'a'.repeat(2000));
  const archive = join(folder, 'a.tar.gz');
  writeTarGz([{ path: 'a', source, bytes: 2000 }], archive);
  expect(() => untar(gunzipSync(readFileSync(archive)).subarray(0, 1024))).toThrow('the archive breaks off');
});
