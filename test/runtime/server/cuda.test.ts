import { join } from 'node:path';
import { bundleRuntime, example } from '../support/bundles';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

it('asks onnxruntime for CUDA alone, and to refuse what it would have to place elsewhere', async () => {
  const server = new ServerProcess(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: example('v1'),
    INFERENCE_DEVICE: 'cuda',
    INFERENCE_RELOAD: 'false',
    NODE_OPTIONS: `--require ${join(__dirname, '..', 'support', 'watched-sessions.cjs')}`,
  });
  await server.exited;
  const sessions = server.logs.filter(({ message }) => message === 'session');
  expect(sessions.length).toBeGreaterThan(0);
  expect(sessions).toMatchObject(
    sessions.map(() => ({
      options: { executionProviders: ['cuda'], extra: { session: { disable_cpu_ep_fallback: '1' } } },
    })),
  );
});
