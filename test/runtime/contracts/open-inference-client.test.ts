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

/** What tritonclient, a client that knows nothing of this server, saw. */
async function seen(model: string, name: string): Promise<unknown> {
  const server =
    servers.get(model) ?? (await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture(model) }));
  servers.set(model, server);
  const python = pythonWith('tritonclient[http]');
  return runPython(python, join(__dirname, 'open-inference-client.py'), String(await server.listening), name);
}

const score = { score: [26, 45], id: 'id-7' };
const everyWay = { 'json to json': true, 'json to binary': true, 'binary to json': true, 'binary to binary': true };

describe('tritonclient', () => {
  testWithPython('finds server and model alive, ready and described', async () => {
    expect(await seen('two-inputs', 'health')).toEqual({
      live: true,
      ready: true,
      'model ready': true,
      'other model ready': false,
      server: ['binary_tensor_data'],
      model: {
        name: 'two-inputs',
        versions: ['1.0.0'],
        platform: 'onnx_onnxv1',
        inputs: [
          { name: 'features', datatype: 'FP32', shape: [-1, 3] },
          { name: 'category', datatype: 'INT64', shape: [-1] },
        ],
        outputs: [{ name: 'score', datatype: 'FP32', shape: [-1] }],
      },
    });
  });

  for (const [name, what] of [
    ['two-inputs', 'gets a prediction from inputs in binary and in JSON'],
    ['gzip', 'gets it for a body in gzip'],
    ['deflate', 'gets it for a body in deflate'],
  ]) {
    testWithPython(what, async () => {
      expect(await seen('two-inputs', name)).toEqual(score);
    });
  }

  testWithPython('understands a refusal', async () => {
    expect(await seen('two-inputs', 'refusal')).toEqual({ status: '400', message: "Input 'category' is missing." });
  });

  for (const type of ['float64', 'int64', 'bool', 'string']) {
    testWithPython(`gets ${type} back in every way of sending and answering`, async () => {
      expect(await seen(`dtypes/${type}`, type)).toEqual(everyWay);
    });
  }
});
