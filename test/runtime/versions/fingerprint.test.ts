import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from '@inference-constructs/runtime/versions/fingerprint';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  writeFileSync(join(directory, 'model.onnx'), 'x');
});
afterEach(() => rmSync(directory, { recursive: true }));

it('is empty where the directory cannot be read', () => {
  expect(fingerprint(join(directory, 'nothing'))).toBe('');
});

it('sees the files beside a link that leads nowhere, and where it leads later', () => {
  symlinkSync(join(directory, 'later'), join(directory, 'link'));
  const before = fingerprint(directory);
  writeFileSync(join(directory, 'model.onnx'), 'xx');
  const changed = fingerprint(directory);
  mkdirSync(join(directory, 'later'));
  expect(before).toContain('model.onnx');
  expect(new Set([before, changed, fingerprint(directory)]).size).toBe(3);
});

it('ends where links lead back', () => {
  mkdirSync(join(directory, 'inner'));
  symlinkSync('..', join(directory, 'inner', 'a'));
  symlinkSync('..', join(directory, 'inner', 'b'));
  symlinkSync('.', join(directory, 'c'));
  expect(fingerprint(directory).split('\n').length).toBeLessThan(20);
});
