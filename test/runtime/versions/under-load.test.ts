import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleRuntime, ROOT } from '../support/bundles';

jest.setTimeout(120_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

/** `scripts/versions-check.mjs`, which exits with 1 where an answer is wrong or lost, or memory grows. */
async function check(what: string, times: number): Promise<Record<string, number>> {
  const server = join(bundles.directory, 'container', 'server.js');
  const script = join(ROOT, 'scripts', 'versions-check.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, what, String(times), '--server', server]);
  return JSON.parse(stdout) as Record<string, number>;
}

it('loses no request over twelve reloads under load, and its memory stays flat', async () => {
  expect(await check('reloads', 12)).toMatchObject({ reloads: 24, refused: 0, wrong: 0, lost: 0, exitCode: 0 });
});

it('answers or refuses every request while its processes are killed at random', async () => {
  expect(await check('kills', 9)).toMatchObject({ kills: 9, wrong: 0, lost: 0, exitCode: 0 });
});
