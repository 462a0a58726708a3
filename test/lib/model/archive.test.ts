import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import { listPackageFiles } from '@inference-constructs/core/out/model/package-files';
import { tarHeader } from '@inference-constructs/core/out/model/tar-header';
import { faultOf } from './support/faults';
import { temporaryDirectory } from './support/packages';

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly owner: string;
  readonly time: string;
  readonly content: Buffer;
}

/** A reader of tar archives that knows no more than the standard: ustar and pax paths. */
function untar(tar: Buffer): Entry[] {
  const entries: Entry[] = [];
  let named: string | undefined;
  let at = 0;
  while (tar[at] !== 0) {
    const block = tar.subarray(at, at + 512);
    const text = (start: number, length: number) =>
      block
        .subarray(start, start + length)
        .toString('latin1')
        .replace(/[\0 ].*$/s, '');
    const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    expect(parseInt(text(148, 8), 8)).toBe(sum);
    expect(block.subarray(257, 265).toString('latin1')).toBe('ustar\x0000');
    const size = parseInt(text(124, 12), 8);
    const content = tar.subarray(at + 512, at + 512 + size);
    at += 512 * (1 + Math.ceil(size / 512));
    if (text(156, 1) === 'x') {
      const [, length, value] = /^(\d+) path=(.*)\n$/s.exec(content.toString('utf8')) as RegExpExecArray;
      expect(Number(length)).toBe(content.length);
      named = value;
      continue;
    }
    expect(text(156, 1)).toBe('0');
    const prefix = text(345, 155);
    const plain = (prefix === '' ? '' : `${prefix}/`) + block.subarray(0, 100).toString('latin1').replace(/\0.*$/s, '');
    entries.push({
      path: named ?? plain,
      mode: text(100, 8),
      owner: `${text(108, 8)}:${text(116, 8)}${text(265, 64)}`,
      time: text(136, 12),
      content,
    });
    named = undefined;
  }
  expect(tar.subarray(at)).toEqual(Buffer.alloc(1024));
  return entries;
}

function write(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), content);
  }
  return directory;
}

function pack(directory: string): Buffer {
  const archive = path.join(temporaryDirectory(), 'deep', 'model.tar.gz');
  const bytes = writeTarGz(listPackageFiles(directory), archive);
  const written = fs.readFileSync(archive);
  expect(written.length).toBe(bytes);
  expect(fs.readdirSync(path.dirname(archive))).toEqual(['model.tar.gz']);
  return written;
}

test('holds the files by path, readable by everyone, owned by nobody, without times', () => {
  const directory = write({ 'model.onnx': 'graph', 'a/w.bin': 'weights', empty: '' });
  fs.chmodSync(path.join(directory, 'model.onnx'), 0o700);
  const common = { mode: '0000644', owner: '0000000:0000000', time: '00000000000' };
  expect(untar(gunzipSync(pack(directory)))).toEqual([
    { ...common, path: 'a/w.bin', content: Buffer.from('weights') },
    { ...common, path: 'empty', content: Buffer.from('') },
    { ...common, path: 'model.onnx', content: Buffer.from('graph') },
  ]);
});

test('is the same for the same files', () => {
  const first = write({ 'model.onnx': 'graph', 'a/w.bin': 'weights' });
  const second = write({ 'a/w.bin': 'weights', 'model.onnx': 'graph', '.hidden': 'x' });
  fs.utimesSync(path.join(second, 'model.onnx'), 1, 1);
  fs.chmodSync(path.join(second, 'model.onnx'), 0o755);
  expect(pack(second).equals(pack(first))).toBe(true);
});

test('does not depend on the order of the list', () => {
  const files = listPackageFiles(write({ a: '1', b: '2' }));
  const destination = path.join(temporaryDirectory(), 'model.tar.gz');
  writeTarGz(files, destination);
  const forward = fs.readFileSync(destination);
  writeTarGz([...files].reverse(), destination);
  expect(fs.readFileSync(destination).equals(forward)).toBe(true);
});

test.each([
  ['of 100 characters', 'n'.repeat(100), 2048],
  ['that fits name and prefix', `${'d'.repeat(80)}/${'e'.repeat(74)}/${'n'.repeat(100)}`, 2048],
  ['with a name of 101 characters', 'n'.repeat(101), 3072],
  ['too long for name and prefix', `${'d'.repeat(150)}/${'e'.repeat(150)}/n`, 3072],
  ['in any script', 'größe/重み.bin', 3072],
])('keeps a path %s', (_, name, size) => {
  const tar = gunzipSync(pack(write({ [name]: 'x' })));
  expect(untar(tar)).toMatchObject([{ path: name, content: Buffer.from('x') }]);
  expect(tar.length).toBe(size);
});

test.each([
  [8 ** 11 - 1, '77777777777\0'],
  [8 ** 11, Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0]).toString('latin1')],
  [5 * 2 ** 40 + 7, Buffer.from([0x80, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 7]).toString('latin1')],
])('writes a size of %d bytes', (bytes, field) => {
  expect(tarHeader('w.bin', bytes).subarray(124, 136).toString('latin1')).toBe(field);
});

describe('in more than one piece', () => {
  const MIB = 1024 * 1024;
  /** Pseudo-random, so that it does not shrink. */
  const noise = Buffer.alloc(MIB);
  for (let index = 0, state = 1; index < noise.length; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    noise[index] = state >>> 16;
  }

  test.each([
    ['that shrink', Buffer.alloc(17 * MIB, 'abcd')],
    ['that do not', Buffer.concat(Array.from({ length: 17 }, () => noise))],
    ['that end with the archive', Buffer.alloc(16 * MIB - 512 - 1024, 'x')],
  ])('%s', (_, content) => {
    const packed = pack(write({ 'w.bin': content }));
    const [entry] = untar(gunzipSync(packed));
    expect(entry.content.equals(content)).toBe(true);
  });

  test('is one gzip member, which every reader reads to the end', () => {
    const packed = pack(write({ 'w.bin': Buffer.alloc(33 * MIB, 'abcd') }));
    const header = packed.subarray(0, 10);
    expect(header).toEqual(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
    expect(packed.indexOf(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 1)).toBe(-1);
    expect(packed.readUInt32LE(packed.length - 4)).toBe(33 * MIB + 512 + 1024);
  });
});

test.each<[string, (source: string) => void]>([
  ['longer', (source) => fs.appendFileSync(source, 'more')],
  ['shorter', (source) => fs.truncateSync(source, 2)],
])('leaves no archive when a file became %s', (_, change) => {
  const files = listPackageFiles(write({ 'w.bin': 'weights' }));
  change(files[0].source);
  const destination = path.join(temporaryDirectory(), 'model.tar.gz');
  expect(faultOf(() => writeTarGz(files, destination))).toEqual({
    code: 'PackageFileChanged',
    message: 'w.bin (7 bytes when listed): changed while it was packed. wait until it is written and try again',
  });
  expect(fs.readdirSync(path.dirname(destination))).toEqual([]);
});
