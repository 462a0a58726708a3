// Programs in C, where Node.js would take more of the processors than what it measures.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cache, here } from './servers.mjs';

const programs = new Map();

/** The program of a source in this folder. Needs `cc`; compiled at its first use, and again when the source has changed. */
export function compiled(source) {
  if (!programs.has(source)) {
    programs.set(source, compile(join(here, source), basename(source, '.c')));
  }
  return programs.get(source);
}

function compile(file, name) {
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  const target = join(cache(), `${name}-${digest}`);
  if (!existsSync(target)) {
    mkdirSync(cache(), { recursive: true });
    execFileSync('cc', ['-O2', '-Wall', '-o', `${target}.unfinished`, file], { stdio: 'inherit' });
    renameSync(`${target}.unfinished`, target);
  }
  return target;
}
