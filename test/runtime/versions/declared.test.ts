import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeclared } from '@inference-constructs/runtime/versions/declared';
import { example, fixture } from '../support/bundles';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'declared-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (source: string, name: string): void => cpSync(source, join(directory, name), { recursive: true });
const read = (from = directory) =>
  readDeclared(from).versions.map((one) => [one.version, one.directory.slice(directory.length + 1)]);
const messageOf = (from: string): string => {
  try {
    readDeclared(from);
  } catch (error) {
    return (error as Error).message.replaceAll(directory, '…');
  }
  return '';
};

it('takes a directory with a model package for its only version', () => {
  put(example('v1'), 'package');
  expect(read(join(directory, 'package'))).toEqual([['1.0.0', 'package']]);
});

it('takes every sub-directory for a version, whatever it is called', () => {
  put(example('v2'), '1');
  put(example('v1'), 'latest');
  put(example('v3'), '.hidden');
  mkdirSync(join(directory, 'lost+found'));
  writeFileSync(join(directory, 'README'), '');
  expect(read()).toEqual([
    ['2.0.0', '1'],
    ['1.0.0', 'latest'],
  ]);
});

it.each<[string, () => void, string]>([
  [
    'nothing',
    () => undefined,
    '…: must hold a model package, or a sub-directory with one for each version. Put one there.',
  ],
  [
    'a sub-directory that is no package',
    () => mkdirSync(join(directory, 'v1')),
    '…/v1/model.json: must exist. Put the whole model package into this directory.',
  ],
  [
    'a link that leads nowhere',
    () => symlinkSync('nothing', join(directory, 'v1')),
    '…/v1: must not be a link that leads nowhere. Remove it, or put the version where it leads.',
  ],
  [
    'a version twice',
    () => ['a', 'b'].forEach((name) => put(example('v1'), name)),
    "…/b (version '1.0.0'): must not be in …/a too. Give one of them another version.",
  ],
  [
    'two models',
    () => {
      put(example('v1'), 'a');
      put(fixture('two-inputs'), 'b');
    },
    "…/b (model 'two-inputs'): must be a version of 'diagnosis', as the others are. Serve it elsewhere.",
  ],
])('refuses %s', (_, make, message) => {
  make();
  expect(messageOf(directory)).toBe(message);
});

it('refuses a directory that is not there', () => {
  expect(messageOf(join(directory, 'none'))).toBe(
    '…/none/model.json: must exist. Put the whole model package into this directory.',
  );
});

it.each<[string, (file: string) => void]>([
  ['is written', (file) => writeFileSync(file, 'other')],
  ['gets another time', (file) => utimesSync(file, 1, 1)],
  [
    'is replaced by one with the same size',
    (file) => {
      cpSync(file, `${file}.new`, { preserveTimestamps: true });
      renameSync(`${file}.new`, file);
    },
  ],
  ['goes', (file) => rmSync(file)],
])('sees that a file %s', (_, change) => {
  put(example('v1'), 'v1');
  const before = readDeclared(directory);
  expect(readDeclared(directory)).toEqual(before);
  change(join(directory, 'v1', 'golden.jsonl'));
  expect(readDeclared(directory).versions[0].fingerprint).not.toBe(before.versions[0].fingerprint);
});
