import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { invoke } from '../support/http';
import { dynamicallyQuantized } from '../support/made-models';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'neighbours-'));
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

it('never batches a graph with DynamicQuantizeLinear: an answer beside neighbours is the answer alone', async () => {
  const server = await ServerProcess.start(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: dynamicallyQuantized(scratch),
  });
  const port = await server.listening;
  const answer = async (row: readonly number[]) => (await invoke(port, { instances: [row] })).body;
  const alone = await answer([0.1, 0.7]);
  const beside = await Promise.all([[0.1, 0.7], ...Array.from({ length: 31 }, () => [0, 10_000])].map(answer));
  expect(beside[0]).toEqual(alone);
  expect(server.logs).toContainEqual(
    expect.objectContaining({
      message: 'the model is placed',
      batching: 'off: DynamicQuantizeLinear lets neighbours change an answer',
    }),
  );
  await server.stop();
});
