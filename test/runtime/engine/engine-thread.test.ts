import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { twoOutputs } from '../support/made-models';
import { runtimeEnvironment, runtimeNode } from '../support/runtime-node';

const CLIENT = join(__dirname, '..', 'support', 'engine-thread-orders.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'engine-thread-'));
const bundles = bundleRuntime();
let said: { readonly answers: readonly (readonly number[])[]; readonly kept: number };
beforeAll(() => {
  const script = join(bundles.directory, 'container', 'engine-thread.js');
  const args = [CLIENT, script, twoOutputs(scratch)];
  said = JSON.parse(
    execFileSync(runtimeNode(), args, { encoding: 'utf8', env: runtimeEnvironment({}) }),
  ) as typeof said;
});
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true });
});

it('gives the memory of an input back once it has run, not when it is next cleaned up', () => {
  expect(said.kept).toBeLessThan(2);
});

it('answers what an input held', () => {
  expect(said.answers).toEqual(Array.from({ length: 50 }, (_, number) => [number + 1, -number - 1]));
});
