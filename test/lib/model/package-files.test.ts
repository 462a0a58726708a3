import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { listPackageFiles } from '@inference-constructs/core/out/model/package-files';
import { faultOf } from './support/faults';
import { temporaryDirectory } from './support/packages';

function directoryWith(...names: string[]): string {
  const directory = path.join(temporaryDirectory(), 'package');
  for (const name of ['model.onnx', ...names]) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), name);
  }
  return directory;
}

test('lists files of all directories by path, with size and place', () => {
  const directory = directoryWith('weights/b.bin', 'weights/a.bin', 'Z.txt');
  expect(listPackageFiles(directory)).toEqual(
    ['Z.txt', 'model.onnx', 'weights/a.bin', 'weights/b.bin'].map((name) => ({
      path: name,
      bytes: name.length,
      source: path.join(directory, name),
    })),
  );
});

test('leaves out names that begin with a dot', () => {
  const directory = directoryWith('.DS_Store', '.git/config', 'a/.hidden', 'a/b.txt');
  expect(listPackageFiles(directory).map((file) => file.path)).toEqual(['a/b.txt', 'model.onnx']);
});

test('follows a link to a file of the package', () => {
  const directory = directoryWith('blobs/1');
  fs.symlinkSync('blobs/1', path.join(directory, 'w.bin'));
  expect(listPackageFiles(directory)).toContainEqual({
    path: 'w.bin',
    bytes: 7,
    source: path.join(directory, 'blobs/1'),
  });
});

test('does not mind that the package itself is behind a link', () => {
  const directory = directoryWith();
  fs.symlinkSync(directory, `${directory}-link`);
  expect(listPackageFiles(`${directory}-link`).map((file) => file.path)).toEqual(['model.onnx']);
});

test('refuses a link that leaves the package', () => {
  const directory = directoryWith('../secret');
  fs.symlinkSync('../secret', path.join(directory, 'w.bin'));
  expect(faultOf(() => listPackageFiles(directory, 'v1'))).toEqual({
    code: 'PackageLinkOutside',
    message:
      'v1/w.bin (a link out of the package): a model package must be complete in itself. put the file in its place',
  });
});

test('refuses a link to a directory beside it with a longer name', () => {
  const directory = directoryWith();
  fs.mkdirSync(`${directory}-other`);
  fs.symlinkSync(`${directory}-other`, path.join(directory, 'w'));
  expect(faultOf(() => listPackageFiles(directory)).code).toBe('PackageLinkOutside');
});

test.each<[string, string, (file: string) => void]>([
  ['a link to nothing', 'a link to nothing', (file) => fs.symlinkSync('nowhere', file)],
  ['a link to itself', 'a link to nothing', (file) => fs.symlinkSync('w', file)],
  ['a link to a directory', 'a link to a directory', (file) => fs.symlinkSync('weights', file)],
  ['a link to the package', 'a link to a directory', (file) => fs.symlinkSync('.', file)],
  ['a pipe', 'not a regular file', (file) => execFileSync('mkfifo', [file])],
])('refuses %s', (_, finding, make) => {
  const directory = directoryWith('weights/a.bin');
  make(path.join(directory, 'w'));
  expect(faultOf(() => listPackageFiles(directory, 'v1'))).toEqual({
    code: 'PackageFileInvalid',
    message: `v1/w (${finding}): a model package holds files and directories only. replace or remove it`,
  });
});
