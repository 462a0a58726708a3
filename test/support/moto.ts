import { spawnSync } from 'node:child_process';

/** Importing takes seconds: looked at once a test file. */
const HAS_MOTO = spawnSync('python3', ['-c', 'import moto.cloudformation.parsing'], { stdio: 'ignore' }).status === 0;

/** A test that asks moto, in Python; skipped, and counted as skipped, where it is not installed. */
export function testWithMoto(name: string, run: (() => void) | (() => Promise<void>), timeout = 120_000): void {
  const title = `${name} [needs moto]`;
  if (HAS_MOTO) test(title, run, timeout);
  else test.skip(title, run, timeout);
}

/** What a script made of cases given as a file, as JSON. */
export function runMoto(script: string, cases: string): unknown {
  const { status, stdout, stderr } = spawnSync('python3', [script, cases], { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
