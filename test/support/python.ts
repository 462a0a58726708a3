import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const HAS_PYTHON = spawnSync('python3', ['--version'], { stdio: 'ignore' }).error === undefined;

/** The Python of an environment with these packages; made once a machine, in the temporary directory. */
export function pythonWith(...packages: string[]): string {
  const name = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12);
  const directory = join(tmpdir(), `inference-constructs-python-${name}`);
  const python = join(directory, 'bin', 'python');
  const complete = join(directory, 'complete');
  if (!existsSync(complete)) {
    execFileSync('python3', ['-m', 'venv', '--clear', directory]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
    writeFileSync(complete, '');
  }
  return python;
}

/** What a script printed, as JSON; its proxies are off, so that it speaks to this machine only. */
export async function runPython(python: string, script: string, ...args: string[]): Promise<unknown> {
  const env = { ...process.env, no_proxy: '*', NO_PROXY: '*', PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await promisify(execFile)(python, [script, ...args], { env, maxBuffer: 1e8 });
  return JSON.parse(stdout);
}

/** A test that a Python client drives: skipped, and counted as skipped, where there is no Python. */
export function testWithPython(name: string, run: () => Promise<void>, timeout = 300_000): void {
  const title = `${name} [needs python3]`;
  if (HAS_PYTHON) {
    test(title, run, timeout);
  } else {
    test.skip(title, run, timeout);
  }
}
