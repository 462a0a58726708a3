import { gzipSync } from 'node:zlib';
import { withBinary } from '../support/binary-body';
import { fixture } from '../support/bundles';
import { send, type Response } from '../support/http';
import { serveAll } from '../support/servers';

jest.setTimeout(60_000);

const portOf = serveAll({
  'two-inputs': fixture('two-inputs'),
  ...Object.fromEntries(
    ['float16', 'float64', 'int64', 'bool', 'string'].map((type) => [`identity-${type}`, fixture(`dtypes/${type}`)]),
  ),
});

const get = async (path: string, model = 'two-inputs') => {
  const { status, body } = await send(await portOf(model), 'GET', path);
  return [status, JSON.parse(body) as unknown];
};
const infer = async (
  model: string,
  body: unknown,
  headers: Record<string, string> = {},
  path = `/v2/models/${model}/infer`,
): Promise<Response> => {
  const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return send(await portOf(model), 'POST', path, headers, bytes);
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

it('answers a failing model with 500', async () => {
  const { status, body } = await infer('two-inputs', { inputs: [features, { ...category, data: [9, 9] }] });
  expect([status, JSON.parse(body)]).toEqual([
    500,
    { error: 'The model failed on this request.', code: 'ModelFailed' },
  ]);
});
