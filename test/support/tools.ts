import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** Whether a command-line tool is on this machine. */
export function has(tool: string): boolean {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** A test that needs a tool: skipped, and counted as skipped, where it is missing. `scripts/test.mjs` fails CI for one whose tool is there. */
export function testWith(
  tool: string,
  name: string,
  run: (() => void) | (() => Promise<void>),
  timeout?: number,
): void {
  const title = `${name} [needs ${tool}]`;
  if (has(tool)) test(title, run, timeout);
  else test.skip(title, run, timeout);
}

/** Runs a command; its whole output is the message where it fails. */
export function passes(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}\n${stderr}`);
}
