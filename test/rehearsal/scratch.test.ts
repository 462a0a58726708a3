import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { markUsed, removeStale, removeUnused, scratchFolder } from '@inference-constructs/rehearsal/scratch';
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

describe('what is kept for the next time', () => {
  const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
  const kept = (name: string, used: Date): string => {
    const path = join(parent, name);
    mkdirSync(path);
    writeFileSync(join(path, 'file'), '');
    utimesSync(path, used, used);
    return path;
  };

  test('goes when nobody has used it for a week', () => {
    const [old, recent] = [kept('asset-old', days(8)), kept('asset-recent', days(6))];
    removeUnused(parent);
    expect([old, recent].map((path) => existsSync(path))).toEqual([false, true]);
    expect(readdirSync(parent).filter((name) => name.includes('-going-'))).toEqual([]);
  });

  test('stays where it is used, however old', () => {
    const old = kept('asset-used', days(30));
    expect([markUsed(old), markUsed(join(parent, 'asset-missing'))]).toEqual([true, false]);
    removeUnused(parent);
    expect(existsSync(old)).toBe(true);
  });
});

test('every folder for temporary files is made in such a way that it can be removed later', () => {
  const sources = join(root, 'rehearsal', 'src');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const making = files.filter((file) => readFileSync(join(sources, file), 'utf8').includes('mkdtemp'));
  expect(making).toEqual(['scratch.ts']);
});
