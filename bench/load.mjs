// The load on a server, made by a process of its own (load.c, compiled at its first use).
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from './compiled.mjs';

/**
 * Each of `clients` keeps one connection and sends its next request when it has its answer. `body` is text, or `@FILE`
 * and perhaps a content type. Gives {requests, failures, milliseconds, p50, p99}.
 */
export async function load(port, clients, milliseconds, body) {
  const program = compiled('load.c');
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
