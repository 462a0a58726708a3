import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { PackageFile } from '../../../lib/src/model/package-files';
import { writeZip } from '../../../lib/src/model/zip';
import { temporaryDirectory } from './support/packages';

const directory = temporaryDirectory();

function file(path: string, content: string | Buffer): PackageFile {
  const source = join(directory, path.replaceAll('/', '_'));
  writeFileSync(source, content);
  return { path, bytes: Buffer.byteLength(content), source };
}

/** Longer than what is read at once. */
const LONG = Buffer.alloc(3_000_001, 'onnx');
const files = () => [file('model/ä.onnx', LONG), file('index.js', 'x'), file('empty', '')];

test('holds every file, in the order of paths', () => {
  const zip = join(directory, 'a.zip');
  writeZip(files(), zip);
  const unzipped = unzipSync(new Uint8Array(readFileSync(zip)));
  expect(Object.keys(unzipped)).toEqual(['empty', 'index.js', 'model/ä.onnx']);
  expect(Buffer.from(unzipped['model/ä.onnx']).equals(LONG)).toBe(true);
  expect(Buffer.from(unzipped['index.js']).toString()).toBe('x');
});

test('tells its size and its digest', () => {
  const zip = join(directory, 'b.zip');
  expect(writeZip(files(), zip)).toEqual({
    bytes: statSync(zip).size,
    sha256: createHash('sha256').update(readFileSync(zip)).digest('base64'),
  });
});

test('is the same whatever the order and the times of the files', () => {
  const [first, second] = [join(directory, 'c.zip'), join(directory, 'd.zip')];
  writeZip(files(), first);
  const again = files().reverse();
  for (const { source } of again) utimesSync(source, 1e9, 1e9);
  writeZip(again, second);
  expect(readFileSync(second).equals(readFileSync(first))).toBe(true);
});

test('has the bytes it always had', () => {
  const { bytes, sha256 } = writeZip([file('index.js', 'exports.handler = 1;\n')], join(directory, 'e.zip'));
  expect({ bytes, sha256 }).toEqual({ bytes: 135, sha256: '9mo4ideMUf6hvyd8iIAQV6cuAjf20EaTDInCTnhcjx4=' });
});

test('of a file that changes on the way is not written', () => {
  const zip = join(directory, 'f', 'a.zip');
  const changing = file('growing', 'x');
  appendFileSync(changing.source, 'y');
  expect(() => writeZip([changing], zip)).toThrow(
    new Error('growing (1 bytes when listed): changed while it was packed. wait until it is written and try again'),
  );
  expect(existsSync(zip)).toBe(false);
  expect(readdirSync(join(directory, 'f'))).toEqual([]);
});

test('of a file that cannot be read says so', () => {
  expect(() =>
    writeZip([{ path: 'gone', bytes: 1, source: join(directory, 'gone') }], join(directory, 'g.zip')),
  ).toThrow(new Error('gone (ENOENT): must be a readable file. check that it is one'));
});

test('that would need more than 32 bits is refused', () => {
  const huge = { path: 'huge', bytes: 4_000_000_001, source: '' };
  expect(() => writeZip([huge], join(directory, 'h.zip'))).toThrow(
    new Error(
      'archive (1 files, 4000000001 bytes): a zip holds at most 65535 files and 4000000000 bytes. pack fewer or smaller files',
    ),
  );
});
