import { deflateSync, gzipSync } from 'node:zlib';
import { example, fixture } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { invoke } from '../support/http';
import { serveAll } from '../support/servers';

jest.setTimeout(60_000);

const portOf = serveAll(
  {
    diagnosis: example('v1'),
    inputs: fixture('two-inputs'),
    float16: fixture('dtypes/float16'),
    float64: fixture('dtypes/float64'),
    int64: fixture('dtypes/int64'),
    bool: fixture('dtypes/bool'),
    string: fixture('dtypes/string'),
  },
  { INFERENCE_MAX_BODY_BYTES: '100000' },
);

const LINES = { 'Content-Type': 'application/jsonlines' };
const RAW = { 'Content-Type': 'application/octet-stream' };
const ask = async (model: string, body: unknown, headers: Record<string, string> = {}) =>
  invoke(await portOf(model), body, headers);

describe('JSON Lines', () => {
  it.each([
    ['arrays', 'float64', '[1,2]\n[3,4]\n', '{"outputs":{"y":[1,2]}}\n{"outputs":{"y":[3,4]}}\n'],
    [
      'objects keyed by the only input',
      'float64',
      '{"x":[1,2]}\n{"x":[3,4]}',
      '{"outputs":{"y":[1,2]}}\n{"outputs":{"y":[3,4]}}\n',
    ],
    ['objects keyed by several inputs', 'inputs', '{"features":[1,2,3],"category":2}\n', '{"outputs":{"score":26}}\n'],
    ['strings', 'string', '["a","\\n"]\n', '{"outputs":{"y":["a","\\n"]}}\n'],
  ])('takes %s, a row a line, and answers so', async (_, model, body, answer) => {
    expect(await ask(model, body, LINES)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/jsonlines' },
      body: answer,
    });
  });

  it('takes named rows and tells the class of each', async () => {
    const [{ inputs }] = heldOutCases('v1');
    const { body } = await ask('diagnosis', `${JSON.stringify(inputs.features[0])}\n`, LINES);
    expect(JSON.parse(body)).toMatchObject({ class: 'benign' });
  });

  it.each([
    [
      'a line that is not JSON',
      'float64',
      '[1,2]\nx\n',
      { error: 'Row 1 is not JSON.', code: 'BodyInvalid', expected: 'JSON', got: 'other text' },
    ],
    [
      'a line without an input',
      'inputs',
      '{"features":[1,2,3]}\n',
      {
        error: "Input 'category' is missing in row 0.",
        code: 'InputMissing',
        field: 'category',
        expected: 'int64 [batch]',
        got: 'nothing',
      },
    ],
    [
      'a line with another name',
      'inputs',
      '{"features":[1,2,3],"category":1,"k":1}\n',
      {
        error: "Row 0 has unknown names; the model has 'features', 'category'.",
        code: 'InputUnknown',
        expected: "'features', 'category'",
        got: 'unknown names',
      },
    ],
    [
      'a line that is no object',
      'inputs',
      '[1]\n',
      { error: 'Row 0 is not an object keyed by input name.', code: 'BodyInvalid', expected: 'object', got: 'array' },
    ],
    [
      'no lines',
      'float64',
      '',
      { error: "Input 'x' has no rows.", code: 'RowsMissing', field: 'x', expected: 'at least 1 row', got: '0 rows' },
    ],
  ])('refuses %s', async (_, model, text, fault) => {
    const { status, body } = await ask(model, text, LINES);
    expect([status, JSON.parse(body)]).toEqual([400, fault]);
  });
});

const doubles = (...values: number[]): Buffer => Buffer.from(new Float64Array(values).buffer);

describe('raw tensors', () => {
  it.each([
    ['float64', doubles(1, 2, 3, 4)],
    ['float16', Buffer.from(new Uint16Array([0x3c00, 0xc000]).buffer)],
    ['int64', Buffer.from(new BigInt64Array([-1n, 9223372036854775807n]).buffer)],
    ['bool', Buffer.from([1, 0])],
  ])('of %s there and back', async (model, bytes) => {
    const response = await ask(model, bytes, RAW);
    expect([response.status, response.headers['content-type'], response.bytes]).toEqual([
      200,
      RAW['Content-Type'],
      bytes,
    ]);
  });

  it('are answered in JSON where that is accepted', async () => {
    const { body } = await ask('float64', doubles(1, 2), { ...RAW, Accept: 'application/json' });
    expect(JSON.parse(body)).toMatchObject({ outputs: { y: [[1, 2]] } });
  });

  const needs = (what: string) => ({
    error: `application/octet-stream needs a model with ${what}: send JSON.`,
    code: 'ContentTypeUnknown',
    field: 'content-type',
    expected: 'application/json',
    got: 'application/octet-stream',
  });
  it.each([
    [
      'a part of a row',
      'float64',
      doubles(1, 2, 3),
      400,
      {
        error: "Input 'x': expected a multiple of 16 bytes, got 24 bytes.",
        code: 'ShapeMismatch',
        field: 'x',
        expected: 'a multiple of 16 bytes',
        got: '24 bytes',
      },
    ],
    [
      'no row',
      'float64',
      doubles(),
      400,
      { error: "Input 'x' has no rows.", code: 'RowsMissing', field: 'x', expected: 'at least 1 row', got: '0 rows' },
    ],
    [
      'NaN',
      'float64',
      doubles(1, NaN),
      400,
      {
        error: "Input 'x' in row 0: expected finite number, got NaN or an infinity.",
        code: 'NotFinite',
        field: 'x',
        expected: 'finite number',
        got: 'NaN or an infinity',
      },
    ],
    [
      'a bool that is neither',
      'bool',
      Buffer.from([1, 2]),
      400,
      {
        error: "Input 'x' in row 0: expected byte 0 or 1, got another byte.",
        code: 'TypeMismatch',
        field: 'x',
        expected: 'byte 0 or 1',
        got: 'another byte',
      },
    ],
    ['strings', 'string', Buffer.from('ab'), 415, needs('one input whose rows have a fixed size')],
    ['several inputs', 'inputs', Buffer.from('ab'), 415, needs('one input')],
  ])('are refused with %s', async (_, model, bytes, status, fault) => {
    const response = await ask(model, bytes, { ...RAW, Accept: 'application/json' });
    expect([response.status, JSON.parse(response.body)]).toEqual([status, fault]);
  });
});

describe('content encoding', () => {
  const request = Buffer.from('{"instances":[[1,2]]}');
  it.each([
    ['gzip', gzipSync(request)],
    ['deflate', deflateSync(request)],
    ['identity', request],
  ])('takes %s', async (encoding, body) => {
    const response = await ask('float64', body, { 'Content-Encoding': encoding });
    expect(JSON.parse(response.body)).toMatchObject({ outputs: { y: [[1, 2]] } });
  });

  it('inflates no more than the limit of a body', async () => {
    const { status, body } = await ask('float64', gzipSync(Buffer.alloc(50_000_000, ' ')), {
      'Content-Encoding': 'gzip',
    });
    expect([status, JSON.parse(body)]).toEqual([
      413,
      {
        error: 'The body is larger than 100000 bytes.',
        code: 'BodyTooLarge',
        field: 'body',
        expected: 'at most 100000 bytes',
        got: 'more',
      },
    ]);
  });

  it('refuses what is not encoded as it says', async () => {
    const { status, body } = await ask('float64', request, { 'Content-Encoding': 'gzip' });
    expect([status, JSON.parse(body)]).toEqual([
      400,
      {
        error: 'The body is not what its content encoding says.',
        code: 'BodyInvalid',
        field: 'content-encoding',
        expected: 'gzip',
        got: 'other bytes',
      },
    ]);
  });
});
