import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/tools';
import { programs, synthesized } from './support/programs';

test('every kind has a program for each engine that has it, and so has what scales and what is promoted', () => {
  expect(programs).toHaveLength(35);
});

test('the programs are sound TypeScript', () => {
  const folder = mkdtempSync(join(root, 'test', 'programs-'));
  try {
    for (const { file, source } of programs) writeFileSync(join(folder, file), source);
    const settings = { extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 180_000);

test.each(programs)('the program of $name synthesizes', ({ source }) => {
  expect(() => synthesized(source)).not.toThrow();
});
