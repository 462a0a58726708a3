import { join } from 'node:path';
import { pythonWith, runPython, testWithPython } from '../../support/python';
import { bundleRuntime, fixture } from '../support/bundles';
import { ServerProcess } from '../support/server-process';

const bundles = bundleRuntime();
const servers = new Map<string, ServerProcess>();
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()));
  bundles.remove();
});

async function portOf(type: string): Promise<number> {
  let server = servers.get(type);
  if (server === undefined) {
    server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture(`dtypes/${type}`) });
    servers.set(type, server);
  }
  return server.listening;
}

describe('numpy.save there, numpy.load back', () => {
  for (const [name, type, dtype] of [
    ['float16', 'float16', '<f2'],
    ['float32', 'float64', '<f8'],
    ['float64', 'float64', '<f8'],
    ['float64-columns', 'float64', '<f8'],
    ['float64-big-endian', 'float64', '<f8'],
    ['int64', 'int64', '<i8'],
    ['int64-from-int8', 'int64', '<i8'],
    ['float64-from-int64', 'float64', '<f8'],
    ['bool', 'bool', '|b1'],
    ['string', 'string', '<U10'],
    ['string-from-bytes', 'string', '<U2'],
  ]) {
    testWithPython(name, async () => {
      const python = pythonWith('numpy');
      const port = await portOf(type);
      const script = join(__dirname, 'formats.py');
      expect(await runPython(python, script, String(port), name)).toEqual({ dtype, same: true });
    });
  }
});
