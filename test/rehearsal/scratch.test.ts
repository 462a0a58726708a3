import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { removeStale, scratchFolder } from '@inference-constructs/rehearsal/scratch';
import { root } from '../support/tools';
import { temporaryFolder } from './support/assembly';

const parent = temporaryFolder();

/** A folder with something in it, as another process would have made it. */
function of(pid: number): string {
  const made = scratchFolder('test', parent);
  const other = join(parent, basename(made).replace(`-${process.pid}-`, `-${pid}-`));
  renameSync(made, other);
  writeFileSync(join(other, 'file'), '');
  return other;
}

test('what a process left that is gone is removed, what a living one has stays', () => {
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const own = scratchFolder('test', parent);
  const foreign = join(parent, 'inference-test-0ther0-1-abcdef');
  mkdirSync(foreign);
  const [stale, parents] = [of(gone), of(process.ppid)];
  removeStale(parent);
  expect([stale, own, parents, foreign].map((folder) => existsSync(folder))).toEqual([false, true, true, true]);
});

test('every folder for temporary files is made in such a way that it can be removed later', () => {
  const sources = join(root, 'rehearsal', 'src');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const making = files.filter((file) => readFileSync(join(sources, file), 'utf8').includes('mkdtemp'));
  expect(making).toEqual(['scratch.ts']);
});
