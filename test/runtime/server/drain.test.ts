import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleRuntime, ROOT } from '../support/bundles';

jest.setTimeout(120_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

it('loses no request when it is stopped under load, ten times', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(ROOT, 'scripts', 'drain-check.mjs'),
    '10',
    '--server',
    join(bundles.directory, 'container', 'server.js'),
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ runs: 10, clean: 10, wrong: 0, lost: 0 });
});
