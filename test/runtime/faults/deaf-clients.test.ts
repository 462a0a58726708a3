import { bundleRuntime, fixture } from '../support/bundles';
import { ServerProcess } from '../support/server-process';
import { post, Wire } from '../support/wire';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

/** Its answers are together more than kernels keep for a client that does not read. */
const large = post(`{"instances":[${Array.from({ length: 300_000 }, () => '[12345678,12345678]').join()}]}`);

it.each([
  ['one model', { INFERENCE_MODEL_DIRECTORY: fixture('dtypes/int64') }],
  ['versions', { INFERENCE_MODEL_DIRECTORY: fixture('dtypes/int64'), INFERENCE_RELOAD: 'true' }],
])('a server of %s ends in peace beside a client that reads nothing of its answers', async (_, variables) => {
  const server = await ServerProcess.start(bundles.directory, variables);
  const deaf = await Wire.open(await server.listening);
  deaf.socket.pause();
  // The server takes no more of them than it can answer.
  void deaf.send(large, large, large, large);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(await server.stop()).toBe(0);
  expect(server.logs.map(({ message }) => message)).toContain(
    'a client read nothing of its answer, its connection is closed',
  );
  await deaf.reset();
});
