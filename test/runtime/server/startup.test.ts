import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNodeVersion } from '@inference-constructs/runtime/node-version';
import { bundleRuntime, example, fixture } from '../support/bundles';

import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'models-'));
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const model = (directory: string) => ({ INFERENCE_MODEL_DIRECTORY: directory });

/** A copy of the example that `spoil` may change. */
function spoilt(name: string, spoil: (directory: string) => void): string {
  const directory = join(scratch, name);
  cpSync(example('v1'), directory, { recursive: true });
  spoil(directory);
  return directory;
}

describe('a server that must not start says why and exits with 1', () => {
  const failing = async (variables: Record<string, string>, args?: string[]) => {
    const server = new ServerProcess(bundles.directory, variables, args);
    const exitCode = await server.exited;
    return { exitCode, ...server.failure, ready: server.logs.some(({ message }) => message === 'ready') };
  };

  it('golden cases that do not agree', async () => {
    const directory = spoilt('golden', (copy) => {
      const file = join(copy, 'golden.jsonl');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(
          '"outputs":{"probabilities":[[0.9993031,0.0006969257',
          '"outputs":{"probabilities":[[0.5,0.5',
        ),
      );
    });
    expect(await failing(model(directory))).toMatchObject({
      exitCode: 1,
      ready: false,
      code: 'GoldenMismatch',
      message:
        "golden.jsonl, case 2, output 'probabilities' (off by 0.499): at most 0.0001 away from what was recorded. " +
        'Record the cases with the model that is deployed, or deploy the model they were recorded with.',
    });
  });

  it('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as AddressInfo;
    expect(await failing({ ...model(example('v1')), SAGEMAKER_BIND_TO_PORT: String(port) })).toMatchObject({
      exitCode: 1,
      code: 'PortInUse',
      message: `port (${port}): must be free. Stop what listens there, or set SAGEMAKER_BIND_TO_PORT.`,
    });
    other.close();
  });

  it('no model', async () => {
    const directory = join(scratch, 'nothing');
    expect(await failing(model(directory))).toMatchObject({
      exitCode: 1,
      code: 'ModelFileMissing',
      message: `${join(directory, 'model.json')}: must exist. Put the whole model package into this directory.`,
    });
  });

  it('a truncated model', async () => {
    const directory = spoilt('truncated', (copy) => truncateSync(join(copy, 'model.onnx'), 100));
    expect(await failing(model(directory))).toMatchObject({ exitCode: 1, code: 'ModelUnloadable' });
  });

  it('CUDA that is not there, in JSON alone', async () => {
    const variables = { ...model(example('v1')), INFERENCE_DEVICE: 'cuda', INFERENCE_RELOAD: 'false' };
    const { exitCode, code, message } = await failing(variables);
    expect([exitCode, code]).toEqual([1, 'ModelUnloadable']);
    expect(message).toMatch(
      /\(.*libonnxruntime_providers_shared\.so: cannot open shared object file: No such file or directory\): onnxruntime must be able to load all of it on CUDA\. Install CUDA and onnxruntime's provider for it, export the model for it, or set INFERENCE_DEVICE=cpu\.$/,
    );
  });

  it('a directory of versions', async () => {
    const directory = join(scratch, 'versions');
    cpSync(example('v1'), join(directory, 'v1'), { recursive: true });
    expect(await failing(model(directory))).toMatchObject({
      exitCode: 1,
      code: 'ModelFileMissing',
      message:
        `${join(directory, 'model.json')}: must exist. Put one model package into this directory, or set ` +
        "INFERENCE_RELOAD=true to serve each of its sub-directories, such as 'v1', as a version.",
    });
  });

  it.each([
    ['too long for sockets in it', 'x'.repeat(90)],
    ['ENOENT', 'none'],
  ])('a temporary directory that is of no use for processes of models (%s)', async (reason, name) => {
    const directory = join(scratch, name);
    expect(await failing({ ...model(example('v1')), INFERENCE_RELOAD: 'true', TMPDIR: directory })).toMatchObject({
      exitCode: 1,
      code: 'TemporaryDirectoryUnusable',
      message: `${directory} (${reason}): processes of models must be able to listen on sockets there. Set TMPDIR to another directory.`,
    });
  });

  it.each(['INFERENCE_RELOAD', 'SAGEMAKER_MULTI_MODEL'])('and %s leaves no file behind', async (kind) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as AddressInfo;
    const directory = join(scratch, kind);
    mkdirSync(directory);
    const variables = { ...model(example('v1')), [kind]: 'true', TMPDIR: directory };
    const failure = await failing({ ...variables, SAGEMAKER_BIND_TO_PORT: String(port) });
    other.close();
    expect(failure).toMatchObject({ code: 'PortInUse' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('a model.json that describes another graph', async () => {
    const directory = spoilt('other-graph', (copy) => {
      cpSync(join(fixture('two-inputs'), 'model.onnx'), join(copy, 'model.onnx'));
    });
    expect(await failing(model(directory))).toMatchObject({
      exitCode: 1,
      code: 'SignatureMismatch',
      message:
        "output 'probabilities' of model.json (float32): the graph has nothing. Write the names and types of the graph into model.json.",
    });
  });

  it.each([
    ['SAGEMAKER_BIND_TO_PORT', 'http', 'SAGEMAKER_BIND_TO_PORT (http): an integer from 0 to 65535.'],
    ['INFERENCE_MAX_BODY_BYTES', '0', 'INFERENCE_MAX_BODY_BYTES (0): an integer from 1 to 1073741824.'],
    ['INFERENCE_DEVICE', 'tpu', "INFERENCE_DEVICE (tpu): 'cpu' or 'cuda'."],
  ])('an unusable %s', async (name, value, message) => {
    expect(await failing({ ...model(example('v1')), [name]: value })).toMatchObject({
      exitCode: 1,
      code: 'ConfigInvalid',
      message,
    });
  });

  it('several models and versions of one', async () => {
    const variables = { ...model(example('v1')), INFERENCE_RELOAD: 'true', SAGEMAKER_MULTI_MODEL: 'true' };
    expect(await failing(variables)).toMatchObject({
      exitCode: 1,
      code: 'ConfigInvalid',
      message:
        'INFERENCE_RELOAD (true): not together with SAGEMAKER_MULTI_MODEL=true, whose models are loaded by requests. ' +
        'Unset one of them.',
    });
  });

  it.each(['engine', 'reader'])('no script for the %s thread', async (thread) => {
    const copy = mkdtempSync(join(scratch, 'container-'));
    cpSync(bundles.directory, copy, { recursive: true });
    const script = join(copy, 'container', `${thread}-thread.js`);
    rmSync(script);
    const server = new ServerProcess(copy, model(example('v1')));
    expect(await server.exited).toBe(1);
    expect(server.failure).toMatchObject({
      code: 'RuntimeIncomplete',
      message: `${script}: must lie beside the server. Copy all of its scripts.`,
    });
  });

  it('arguments it does not know', async () => {
    expect(await failing(model(example('v1')), ['train'])).toMatchObject({
      exitCode: 1,
      code: 'UsageInvalid',
      message: "arguments (1): only 'serve'. Start it as 'node server.js serve'.",
    });
  });
});

describe('Node.js', () => {
  const message = (version: string): string =>
    `Node.js (${version}): at least 22. Start the runtime with a newer Node.js.`;
  it.each(['20.19.0', '21.7.3'])('%s is too old', (version) => {
    expect(() => checkNodeVersion(version)).toThrow(message(version));
  });

  it.each(['22.0.0', '24.1.0'])('%s is not', (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });

  it('that is too old makes the server say so and exit with 1', async () => {
    const preload = join(scratch, 'old-node.cjs');
    writeFileSync(preload, "Object.defineProperty(process, 'versions', { value: { node: '20.19.0' } });");
    const server = new ServerProcess(bundles.directory, { NODE_OPTIONS: `--require=${preload}` });
    expect(await server.exited).toBe(1);
    expect(server.failure).toMatchObject({ code: 'NodeTooOld', message: message('20.19.0') });
  });
});
