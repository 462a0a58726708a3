import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { send } from '../support/http';
import { LambdaProcess } from '../support/lambda-process';
import { twoOutputs, withoutRows } from '../support/made-models';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

// Models with several outputs, with outputs without rows, and with axes of any length, through every contract.
const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'models-'));
const directories: Record<string, string> = { two: twoOutputs(scratch), rowless: withoutRows(scratch) };
const servers: Record<string, ServerProcess> = {};
let lambda: LambdaProcess;
beforeAll(async () => {
  for (const [name, directory] of Object.entries(directories)) {
    servers[name] = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory });
  }
  lambda = new LambdaProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directories.rowless });
  await Promise.all(Object.values(servers).map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all([...Object.values(servers).map((server) => server.stop()), lambda.stop()]);
  bundles.remove();
  rmSync(scratch, { recursive: true });
});

const post = async (model: string, path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  send(await servers[model].listening, 'POST', path, { 'Content-Type': 'application/json', ...headers }, body);
const instances = '{"instances":[[1,2,3],[4,5,6]]}';
const floats = (...values: number[]): Buffer => Buffer.from(new Float32Array(values).buffer);

it('takes any number of rows and columns', async () => {
  for (const x of [
    [[1]],
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]) {
    const { body } = await post('two', '/invocations', JSON.stringify({ instances: x }));
    expect(JSON.parse(body)).toMatchObject({
      outputs: { same: x, opposite: x.map((row) => row.map((value) => -value)) },
    });
  }
});

it('takes them as an array of numpy, where raw bytes could not tell rows from columns', async () => {
  const raw = await post('two', '/invocations', floats(1, 2), {
    'Content-Type': 'application/octet-stream',
    Accept: 'application/json',
  });
  expect([raw.status, JSON.parse(raw.body)]).toMatchObject([
    415,
    { error: 'application/octet-stream needs a model with one input whose rows have a fixed size: send JSON.' },
  ]);
  const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n";
  const npy = Buffer.concat([
    Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(text.length)}\x00${text}`, 'latin1'),
    floats(1, 2),
  ]);
  const { body } = await post('two', '/invocations', npy, {
    'Content-Type': 'application/x-npy',
    Accept: 'application/json',
  });
  expect(JSON.parse(body)).toMatchObject({ outputs: { same: [[1, 2]] } });
});

it.each(['text/csv', 'application/x-npy', 'application/octet-stream'])(
  'refuses to answer several outputs in %s',
  async (type) => {
    const { status, body } = await post('two', '/invocations', instances, { Accept: type });
    expect([status, JSON.parse(body)]).toEqual([
      406,
      {
        error: `${type} holds one output, the model has several: accept JSON.`,
        code: 'AnswerTypeUnavailable',
        field: 'accept',
        expected: 'application/json',
        got: type,
      },
    ]);
  },
);

it('answers several outputs in JSON Lines', async () => {
  const { body } = await post('two', '/invocations', instances, { Accept: 'application/jsonlines' });
  expect(body).toBe(
    '{"outputs":{"same":[1,2,3],"opposite":[-1,-2,-3]}}\n{"outputs":{"same":[4,5,6],"opposite":[-4,-5,-6]}}\n',
  );
});

const x = { name: 'x', datatype: 'FP32', shape: [1, 2], data: [1, 2] };
const opposite = { name: 'opposite', datatype: 'FP32', shape: [1, 2], data: [-1, -2] };

it('answers only the outputs that were asked for, in that order', async () => {
  const infer = async (outputs: object[]): Promise<unknown> => {
    const { body } = await post('two', '/v2/models/two-outputs/infer', JSON.stringify({ inputs: [x], outputs }));
    return (JSON.parse(body) as { outputs: unknown }).outputs;
  };
  expect(await infer([{ name: 'opposite' }])).toEqual([opposite]);
  expect(await infer([{ name: 'opposite' }, { name: 'same' }])).toEqual([opposite, { ...x, name: 'same' }]);
});

it('answers one output in JSON and another in binary', async () => {
  const outputs = [{ name: 'same', parameters: { binary_data: true } }, { name: 'opposite' }];
  const response = await post('two', '/v2/models/two-outputs/infer', JSON.stringify({ inputs: [x], outputs }));
  const size = Number(response.headers['inference-header-content-length']);
  expect(JSON.parse(response.bytes.toString('utf8', 0, size))).toMatchObject({
    outputs: [{ name: 'same', parameters: { binary_data_size: 8 } }, opposite],
  });
  expect(response.bytes.subarray(size)).toEqual(floats(1, 2));
});

it("answers several outputs by name in KServe's first protocol", async () => {
  const { body } = await post('two', '/v1/models/two-outputs:predict', instances);
  expect(JSON.parse(body)).toEqual({
    predictions: [
      { same: [1, 2, 3], opposite: [-1, -2, -3] },
      { same: [4, 5, 6], opposite: [-4, -5, -6] },
    ],
  });
});

describe('an output without rows', () => {
  it('is answered in JSON and as an array', async () => {
    const json = await post('rowless', '/invocations', instances);
    expect(JSON.parse(json.body)).toMatchObject({ outputs: { size: [2, 3] } });
    const npy = await post('rowless', '/invocations', instances, { Accept: 'application/x-npy' });
    expect(npy.bytes.subarray(-16)).toEqual(Buffer.from(new BigInt64Array([2n, 3n]).buffer));
    expect(npy.body).toContain("'shape': (2,)");
  });

  it.each([
    [
      '/invocations',
      { Accept: 'application/jsonlines' },
      'application/jsonlines holds rows, the model has outputs without: accept JSON.',
    ],
    ['/v1/models/without-rows:predict', {}, 'Predictions are one a row, the model has outputs without: POST to /v2.'],
  ])('is refused before the model runs at %s where rows are promised', async (path, headers, error) => {
    const { status, body } = await post('rowless', path, instances, { ...headers });
    expect([status, JSON.parse(body)]).toMatchObject([406, { error, code: 'AnswerTypeUnavailable' }]);
  });

  it('is answered in base64 by a function URL where it is binary', async () => {
    const { result } = await lambda.invoke({
      version: '2.0',
      requestContext: { http: { method: 'POST' } },
      headers: { 'content-type': 'application/json', accept: 'application/octet-stream' },
      body: instances,
    });
    expect(result).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(new BigInt64Array([2n, 3n]).buffer).toString('base64'),
      isBase64Encoded: true,
    });
  });
});
