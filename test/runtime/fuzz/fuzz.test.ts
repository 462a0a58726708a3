import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/bundles';

jest.setTimeout(600_000);

/** A tenth of what `bench/results/fuzz.json` is the result of, from another seed each time. */
const REQUESTS = 100_000;

it(`answers or refuses ${REQUESTS} made-up requests as each contract says`, () => {
  const script = join(ROOT, 'scripts', 'fuzz.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '--requests', String(REQUESTS)], {
    encoding: 'utf8',
  });
  // The rest of the output tells the seed and the smallest case.
  const last = stdout.trim().split('\n').at(-1);
  const isClean = last?.startsWith(`${REQUESTS} requests `) && last.endsWith(': 0 failures, 0 faults of processes');
  expect(isClean ? '' : stdout + stderr).toBe('');
});
