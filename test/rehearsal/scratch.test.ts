import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { removeStale, scratchFolder } from '@inference-constructs/rehearsal/scratch';
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
