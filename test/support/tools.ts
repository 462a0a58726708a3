import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** Whether a command-line tool is on this machine. */
export function has(tool: string): boolean {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Scripts that drive real clients; beside the checkout, or where `INFERENCE_TEST_TOOLS` says. */
export function clientScript(name: string): string | undefined {
  const folder = process.env.INFERENCE_TEST_TOOLS ?? join(root, '..', 'shared', 'tools');
  const file = join(folder, name);
  return existsSync(file) ? file : undefined;
}

/**
 * A test that needs a tool, and perhaps a script that drives it: skipped, and counted as skipped, where one is missing.
 * `scripts/test.mjs` fails CI for a skipped test whose tool is there.
 */
export function testWith(
  tool: string,
  name: string,
  run: (() => void) | (() => Promise<void>),
  timeout?: number,
  script?: string,
): void {
  const title = `${name} [needs ${tool}]`;
  if (has(tool) && (script === undefined || clientScript(script) !== undefined)) test(title, run, timeout);
  else test.skip(title, run, timeout);
}

/** Runs a command; its whole output is the message where it fails. */
export function passes(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}\n${stderr}`);
}
