// The load on a server, made by a process of its own (load.c, compiled at its first use).
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache, here } from './servers.mjs';

const SOURCE = join(here, 'load.c');
let program;

/**
 * Each of `clients` keeps one connection and sends its next request when it has its answer. `body` is text, or `@FILE`
 * and perhaps a content type. Gives {requests, failures, milliseconds, p50, p99}.
 */
export async function load(port, clients, milliseconds, body) {
  program ??= compiled();
  const [given, type = 'application/json'] = [body].flat();
  const scratch = given.startsWith('@') ? undefined : mkdtempSync(join(tmpdir(), 'load-'));
  const file = scratch === undefined ? given.slice(1) : join(scratch, 'body');
  if (scratch !== undefined) {
    writeFileSync(file, given);
  }
  try {
    const { stdout } = await promisify(execFile)(program, [port, clients, milliseconds, file, type].map(String));
    return JSON.parse(stdout);
  } finally {
    if (scratch !== undefined) {
      rmSync(scratch, { recursive: true });
    }
  }
}

/** Needs `cc`; compiled again when the source has changed. */
function compiled() {
  const digest = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16);
  const target = join(cache(), `load-${digest}`);
  if (!existsSync(target)) {
    mkdirSync(cache(), { recursive: true });
    execFileSync('cc', ['-O2', '-Wall', '-o', `${target}.unfinished`, SOURCE], { stdio: 'inherit' });
    renameSync(`${target}.unfinished`, target);
  }
  return target;
}
