import { gzipSync } from 'node:zlib';
import { bundleRuntime, fixture } from '../support/bundles';
import { send, type Response } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const servers: Record<string, ServerProcess> = {};
const TYPES = ['float16', 'float64', 'int64', 'bool', 'string'];
beforeAll(async () => {
  const directories = { 'two-inputs': fixture('two-inputs') } as Record<string, string>;
  TYPES.forEach((type) => (directories[`identity-${type}`] = fixture(`dtypes/${type}`)));
  for (const [name, directory] of Object.entries(directories)) {
    servers[name] = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory });
  }
  await Promise.all(Object.values(servers).map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  bundles.remove();
});

const get = async (path: string, model = 'two-inputs') => {
  const { status, body } = await send(await servers[model].listening, 'GET', path);
  return [status, JSON.parse(body) as unknown];
};
const infer = async (
  model: string,
  body: unknown,
  headers: Record<string, string> = {},
  path = `/v2/models/${model}/infer`,
): Promise<Response> => {
  const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return send(await servers[model].listening, 'POST', path, headers, bytes);
};

describe('GET', () => {
  it.each([
    ['/v2', { name: 'inference-constructs', version: '0.1.0', extensions: ['binary_tensor_data'] }],
    ['/v2/health/live', { live: true }],
    ['/v2/health/ready', { ready: true, live: true }],
    ['/v2/models/two-inputs/ready', { name: 'two-inputs', ready: true }],
    ['/v2/models/two-inputs/versions/1.0.0/ready', { name: 'two-inputs', ready: true }],
    [
      '/v2/models/two-inputs',
      {
        name: 'two-inputs',
        versions: ['1.0.0'],
        platform: 'onnx_onnxv1',
        inputs: [
          { name: 'features', datatype: 'FP32', shape: [-1, 3] },
          { name: 'category', datatype: 'INT64', shape: [-1] },
        ],
        outputs: [{ name: 'score', datatype: 'FP32', shape: [-1] }],
      },
    ],
  ])('%s', async (path, expected) => {
    expect(await get(path)).toEqual([200, expected]);
  });

  it.each([
    ['/v2/models/other', 'another model'],
    ['/v2/models/other/ready', 'another model'],
    ['/v2/models/two-inputs/versions/2/ready', 'another version'],
  ])('%s does not exist', async (path, got) => {
    const fault = {
      error: 'There is no such model here.',
      code: 'ModelUnknown',
      field: 'model',
      expected: "'two-inputs', version '1.0.0'",
      got,
    };
    expect(await get(path)).toEqual([404, fault]);
  });
});

it('tells that it is alive and not ready while the model is loading', async () => {
  const server = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture('two-inputs') });
  const port = await server.listening;
  const [live, ready] = await Promise.all(['live', 'ready'].map((what) => send(port, 'GET', `/v2/health/${what}`)));
  expect(live.status).toBe(200);
  expect([200, 503]).toContain(ready.status);
  expect(await server.stop()).toBe(0);
});

const features = { name: 'features', datatype: 'FP32', shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
const category = { name: 'category', datatype: 'INT64', shape: [2], data: [2, 3] };
const score = { name: 'score', datatype: 'FP32', shape: [2], data: [26, 45] };
const answer = { model_name: 'two-inputs', model_version: '1.0.0', outputs: [score] };

describe('infer in JSON', () => {
  it.each([
    ['all elements in one array', { inputs: [features, category] }, answer],
    [
      'nested arrays',
      {
        inputs: [
          {
            ...features,
            data: [
              [1, 2, 3],
              [4, 5, 6],
            ],
          },
          category,
        ],
      },
      answer,
    ],
    ['inputs in any order, and an id', { id: 'a', inputs: [category, features] }, { ...answer, id: 'a' }],
    ['the outputs that were asked for', { inputs: [features, category], outputs: [{ name: 'score' }] }, answer],
    ['integers as digits', { inputs: [features, { ...category, data: ['2', '3'] }] }, answer],
  ])('takes %s', async (_, request, expected) => {
    const { status, headers, body } = await infer('two-inputs', request);
    expect([status, headers['content-type'], JSON.parse(body)]).toEqual([200, 'application/json', expected]);
  });

  it.each([
    ['identity-float16', 'FP16', [1.5, -2]],
    ['identity-float64', 'FP64', [0.1, 1e300]],
    ['identity-bool', 'BOOL', [true, false]],
    ['identity-string', 'BYTES', ['a', '✓']],
  ])('%s there and back', async (model, datatype, data) => {
    const { body } = await infer(model, { inputs: [{ name: 'x', datatype, shape: [1, 2], data }] });
    expect(JSON.parse(body)).toMatchObject({ outputs: [{ name: 'y', datatype, shape: [1, 2], data }] });
  });

  it('writes integers of any size as numbers', async () => {
    const data = ['9223372036854775807', -1];
    const { body } = await infer('identity-int64', { inputs: [{ name: 'x', datatype: 'INT64', shape: [1, 2], data }] });
    expect(body).toContain('"data":[9223372036854775807,-1]');
  });

  it('takes it through a path with the version, and encoded', async () => {
    const body = gzipSync(JSON.stringify({ inputs: [features, category] }));
    const path = '/v2/models/two-inputs/versions/1.0.0/infer';
    const response = await infer('two-inputs', body, { 'Content-Encoding': 'gzip' }, path);
    expect(JSON.parse(response.body)).toEqual(answer);
  });
});

const split = ({ headers, bytes }: Response, size = Number(headers['inference-header-content-length'])) => ({
  json: JSON.parse(bytes.toString('utf8', 0, size)) as unknown,
  binary: bytes.subarray(size),
});
const withBinary = (request: object, ...tensors: Buffer[]): [Buffer, string] => {
  const json = Buffer.from(JSON.stringify(request));
  return [Buffer.concat([json, ...tensors]), String(json.length)];
};
const floats = Buffer.from(new Float32Array([1, 2, 3, 4, 5, 6]).buffer);
const longs = Buffer.from(new BigInt64Array([2n, 3n]).buffer);
const binaryInputs = [
  { ...features, data: undefined, parameters: { binary_data_size: 24 } },
  { ...category, data: undefined, parameters: { binary_data_size: 16 } },
];
const binaryScore = { ...score, data: undefined, parameters: { binary_data_size: 8 } };
const scores = Buffer.from(new Float32Array([26, 45]).buffer);

describe('infer with binary tensors', () => {
  it('takes and gives them behind the JSON', async () => {
    const outputs = [{ name: 'score', parameters: { binary_data: true } }];
    const [body, size] = withBinary({ inputs: binaryInputs, outputs }, floats, longs);
    const response = await infer('two-inputs', body, { 'Inference-Header-Content-Length': size });
    expect(response.headers['content-type']).toBe('application/octet-stream');
    expect(split(response)).toEqual({
      json: { ...answer, outputs: [JSON.parse(JSON.stringify(binaryScore))] },
      binary: scores,
    });
  });

  it('takes some in JSON, and answers all in binary where the request says so', async () => {
    const request = { inputs: [binaryInputs[0], category], parameters: { binary_data_output: true } };
    const [body, size] = withBinary(request, floats);
    const response = await infer('two-inputs', body, { 'Inference-Header-Content-Length': size });
    expect(split(response).binary).toEqual(scores);
  });

  it.each([
    ['identity-bool', 'BOOL', Buffer.from([1, 0])],
    ['identity-float16', 'FP16', Buffer.from(new Uint16Array([0x3c00, 0xc000]).buffer)],
    ['identity-string', 'BYTES', Buffer.from('\x01\0\0\0a\x03\0\0\0\xe2\x9c\x93', 'latin1')],
  ])('%s there and back', async (model, datatype, tensor) => {
    const inputs = [{ name: 'x', datatype, shape: [1, 2], parameters: { binary_data_size: tensor.length } }];
    const [body, size] = withBinary({ inputs, parameters: { binary_data_output: true } }, tensor);
    const response = await infer(model, body, { 'Inference-Header-Content-Length': size });
    expect([response.status, split(response).binary]).toEqual([200, tensor]);
  });

  it('takes the bare bytes of the only input', async () => {
    const doubles = Buffer.from(new Float64Array([1, 2]).buffer);
    const response = await infer('identity-float64', doubles, { 'Inference-Header-Content-Length': '0' });
    expect(split(response).binary).toEqual(doubles);
  });

  it("takes and gives Triton's content type at /invocations", async () => {
    const [body, size] = withBinary({ inputs: binaryInputs, parameters: { binary_data_output: true } }, floats, longs);
    const type = 'application/vnd.sagemaker-triton.binary+json;json-header-size=';
    const response = await infer('two-inputs', body, { 'Content-Type': `${type}${size}` }, '/invocations');
    const answered = String(response.headers['content-type']);
    expect(answered.startsWith(type)).toBe(true);
    expect(split(response, Number(answered.slice(type.length))).binary).toEqual(scores);
  });
});

describe('refuses', () => {
  const x = { name: 'x', datatype: 'FP64', shape: [1, 2], data: [1, 2] };
  it.each<[string, unknown, object, Record<string, string>?]>([
    [
      'another datatype',
      { inputs: [{ ...x, datatype: 'FP32' }] },
      {
        error: "Input 'x': expected the datatype FP64, got FP32.",
        code: 'TypeMismatch',
        field: 'x',
        expected: 'FP64',
        got: 'FP32',
      },
    ],
    [
      'an unknown datatype',
      { inputs: [{ ...x, datatype: 'secret' }] },
      {
        error: "Input 'x': expected the datatype FP64, got another datatype.",
        code: 'TypeMismatch',
        field: 'x',
        expected: 'FP64',
        got: 'another datatype',
      },
    ],
    [
      'another shape',
      { inputs: [{ ...x, shape: [1, 3] }] },
      {
        error: "Input 'x': expected the shape [batch, 2], got [1, 3].",
        code: 'ShapeMismatch',
        field: 'x',
        expected: '[batch, 2]',
        got: '[1, 3]',
      },
    ],
    [
      'fewer elements than the shape claims',
      { inputs: [{ ...x, shape: [1e12, 2] }] },
      {
        error: "Input 'x': expected the shape 2000000000000 elements, as its shape says, got 2 elements.",
        code: 'ShapeMismatch',
        field: 'x',
        expected: '2000000000000 elements, as its shape says',
        got: '2 elements',
      },
    ],
    [
      'no rows',
      { inputs: [{ ...x, shape: [0, 2], data: [] }] },
      { error: "Input 'x' has no rows.", code: 'RowsMissing', field: 'x', expected: 'at least 1 row', got: '0 rows' },
    ],
    [
      'an unknown input',
      { inputs: [x, { ...x, name: 'secret' }] },
      {
        error: "Field 'inputs' has 1 unknown name; the model has 'x'.",
        code: 'InputUnknown',
        field: 'inputs',
        expected: "'x'",
        got: '1 unknown name',
      },
    ],
    [
      'no input',
      { inputs: [] },
      {
        error: "Input 'x' is missing.",
        code: 'InputMissing',
        field: 'x',
        expected: 'float64 [batch, 2]',
        got: 'nothing',
      },
    ],
    [
      'an input twice',
      { inputs: [x, x] },
      { error: "Input 'x' stands there twice.", code: 'BodyInvalid', field: 'x', expected: 'once', got: 'twice' },
    ],
    [
      'an unknown output',
      { inputs: [x], outputs: [{ name: 'secret' }] },
      {
        error: "Field 'outputs' has an unknown name; the model has 'y'.",
        code: 'OutputUnknown',
        field: 'outputs',
        expected: "'y'",
        got: '1 unknown name',
      },
    ],
    [
      'inputs that are no array',
      { inputs: { x: [[1, 2]] } },
      {
        error: "Field 'inputs' is not what it must be: expected array of objects, got object.",
        code: 'BodyInvalid',
        field: 'inputs',
        expected: 'array of objects',
        got: 'object',
      },
    ],
    [
      'null for a number',
      { inputs: [{ ...x, data: [1, null] }] },
      {
        error: "Input 'x' in row 0: expected finite number, got null.",
        code: 'NotFinite',
        field: 'x',
        expected: 'finite number',
        got: 'null',
      },
    ],
    [
      'a size of the JSON beyond the body',
      { inputs: [x] },
      {
        error: 'The size of the JSON at the start of the body is not one that the body can have.',
        code: 'BodyInvalid',
        field: 'inference-header-content-length',
        expected: 'an integer from 0 to 70',
        got: 'another size',
      },
      { 'Inference-Header-Content-Length': '1000' },
    ],
    [
      'less binary than it claims',
      { inputs: [{ ...x, data: undefined, parameters: { binary_data_size: 16 } }] },
      {
        error: "Input 'x': expected 16 bytes behind the JSON, got 0 bytes.",
        code: 'BodyInvalid',
        field: 'x',
        expected: '16 bytes behind the JSON',
        got: '0 bytes',
      },
    ],
  ])('%s', async (_, request, fault, headers = {}) => {
    const { status, body } = await infer('identity-float64', request, headers);
    expect([status, JSON.parse(body)]).toEqual([400, fault]);
  });

  it('bytes behind the last binary input', async () => {
    const [body, size] = withBinary({ inputs: [x] }, Buffer.from('rest'));
    const response = await infer('identity-float64', body, { 'Inference-Header-Content-Length': size });
    expect(JSON.parse(response.body)).toMatchObject({
      code: 'BodyInvalid',
      expected: '0 bytes behind the JSON',
      got: '4 bytes',
    });
  });

  it('strings that end before their length', async () => {
    const tensor = Buffer.from('\xff\xff\xff\xff\0\0\0\0', 'latin1');
    const [body, size] = withBinary(
      { inputs: [{ name: 'x', datatype: 'BYTES', shape: [1, 2], parameters: { binary_data_size: 8 } }] },
      tensor,
    );
    const response = await infer('identity-string', body, { 'Inference-Header-Content-Length': size });
    expect(JSON.parse(response.body)).toMatchObject({ code: 'ShapeMismatch', got: '8 bytes' });
  });
});

it('answers a failing model with 500', async () => {
  const { status, body } = await infer('two-inputs', { inputs: [features, { ...category, data: [9, 9] }] });
  expect([status, JSON.parse(body)]).toEqual([
    500,
    { error: 'The model failed on this request.', code: 'ModelFailed' },
  ]);
});
