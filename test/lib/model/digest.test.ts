import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { digestDirectory, digestFile } from '@inference-constructs/core/out/model/digest';
import { forgetDigests } from '@inference-constructs/core/out/model/digest-cache';
import { listPackageFiles } from '@inference-constructs/core/out/model/package-files';
import { faultOf } from './support/faults';
import { temporaryDirectory } from './support/packages';

const MIB = 1024 * 1024;

function write(files: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), content);
  }
  return directory;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const home = process.env.XDG_CACHE_HOME;
let cache: string;

beforeEach(() => {
  cache = temporaryDirectory();
  process.env.XDG_CACHE_HOME = cache;
  forgetDigests();
});

afterAll(() => {
  if (home === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = home;
});

test('is over path, size and content of each file, in the order of paths', () => {
  const expected = sha256(`a/z.txt\0${2}\0${sha256('zz')}\nb.txt\0${1}\0${sha256('b')}\n`);
  expect(digestDirectory(write({ 'b.txt': 'b', 'a/z.txt': 'zz' }))).toBe(`sha256:${expected}`);
});

test.each<[string, Record<string, string>]>([
  ['content', { 'a.txt': 'b', 'b.txt': 'b' }],
  ['a name', { 'c.txt': 'a', 'b.txt': 'b' }],
  ['a file more', { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': '' }],
  ['a file less', { 'a.txt': 'a' }],
  ['contents exchanged', { 'a.txt': 'b', 'b.txt': 'a' }],
])('changes with %s', (_, files) => {
  expect(digestDirectory(write(files))).not.toBe(digestDirectory(write({ 'a.txt': 'a', 'b.txt': 'b' })));
});

test('does not change with times, permissions, hidden files or empty directories', () => {
  const plain = write({ 'a.txt': 'a' });
  const other = write({ 'a.txt': 'a', '.DS_Store': 'x', '.git/config': 'y' });
  fs.mkdirSync(path.join(other, 'empty'));
  fs.chmodSync(path.join(other, 'a.txt'), 0o755);
  fs.utimesSync(path.join(other, 'a.txt'), 1, 1);
  expect(digestDirectory(other)).toBe(digestDirectory(plain));
});

test('hashes files that take more than one chunk', () => {
  const content = Buffer.alloc(2 * MIB + 17, 'abc');
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'w.bin'), content);
  expect(digestFile(listPackageFiles(directory)[0])).toBe(sha256(content));
});

test('sees a small file that was rewritten at once with the same size', () => {
  const directory = write({ 'a.txt': 'a' });
  const before = digestDirectory(directory);
  fs.writeFileSync(path.join(directory, 'a.txt'), 'b');
  expect(digestDirectory(directory)).not.toBe(before);
});

test('names a file that changed after it was listed', () => {
  const directory = write({ 'a.txt': 'a' });
  const [file] = listPackageFiles(directory);
  fs.writeFileSync(file.source, 'longer');
  expect(faultOf(() => digestFile(file))).toEqual({
    code: 'PackageFileChanged',
    message: 'a.txt (1 bytes when listed): changed while it was read. wait until it is written and try again',
  });
});

describe('of a large file', () => {
  const entries = () => path.join(cache, 'inference-constructs', 'digests.json');

  function large(size: number): { file: ReturnType<typeof listPackageFiles>[number]; digest: string } {
    const directory = temporaryDirectory();
    fs.writeFileSync(path.join(directory, 'w.bin'), '');
    fs.truncateSync(path.join(directory, 'w.bin'), size);
    const [file] = listPackageFiles(directory);
    return { file, digest: digestFile(file) };
  }

  /** Makes the cache say something else, so that a test sees whether it was asked. */
  function poison(): string {
    const false64 = 'f'.repeat(64);
    const text = fs.readFileSync(entries(), 'utf8');
    fs.writeFileSync(entries(), text.replace(/"sha256": "\w+"/, `"sha256": "${false64}"`));
    return false64;
  }

  test('is kept on disk from 64 MiB on', () => {
    large(64 * MIB - 1);
    expect(fs.existsSync(entries())).toBe(false);
    const { file } = large(64 * MIB);
    expect(fs.readdirSync(path.dirname(entries()))).toEqual(['digests.json']);
    const known = poison();
    forgetDigests();
    expect(digestFile(file)).toBe(known);
  });

  test.each<[string, (source: string) => void]>([
    ['size', (source) => fs.appendFileSync(source, 'x')],
    ['time', (source) => fs.utimesSync(source, 1, 1)],
    ['file under the same name', (source) => fs.renameSync(copyOf(source), source)],
  ])('is computed again for another %s', (_, change) => {
    const { file, digest } = large(64 * MIB);
    const known = poison();
    expect(digestFile(file)).toBe(digest); // this process does not ask the disk again
    change(file.source);
    forgetDigests();
    const [listed] = listPackageFiles(path.dirname(file.source));
    expect(digestFile(listed)).not.toBe(known);
  });

  const copyOf = (source: string) => {
    fs.copyFileSync(source, `${source}.copy`);
    return `${source}.copy`;
  };

  test('does not mind a damaged cache', () => {
    const { file, digest } = large(64 * MIB);
    for (const text of ['', '{', 'null', '[]', '{"files":null}', '{"files":{"a":null,"b":{"identity":1}}}']) {
      fs.writeFileSync(entries(), text);
      forgetDigests();
      expect(digestFile(file)).toBe(digest);
      expect(JSON.parse(fs.readFileSync(entries(), 'utf8'))).toEqual({
        files: { [file.source]: { identity: expect.any(String) as string, sha256: digest } },
      });
    }
  });

  test('does not mind a cache directory that cannot be made', () => {
    fs.writeFileSync(path.join(cache, 'file'), '');
    process.env.XDG_CACHE_HOME = path.join(cache, 'file', 'home');
    expect(large(64 * MIB).digest).toHaveLength(64);
  });
});
