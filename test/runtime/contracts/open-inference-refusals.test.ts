import { withBinary } from '../support/binary-body';
import { fixture } from '../support/bundles';
import { send, type Response } from '../support/http';
import { serveAll } from '../support/servers';

jest.setTimeout(60_000);

const portOf = serveAll({
  'identity-float64': fixture('dtypes/float64'),
  'identity-string': fixture('dtypes/string'),
});

const infer = async (model: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> => {
  const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return send(await portOf(model), 'POST', `/v2/models/${model}/infer`, headers, bytes);
};

describe('refuses', () => {
  const x = { name: 'x', datatype: 'FP64', shape: [1, 2], data: [1, 2] };
  it.each<[string, unknown, object, Record<string, string>?]>([
    [
      'a name that is an object with methods of its own',
      { inputs: [{ ...x, name: { toString: true } }] },
      {
        error: "Field 'inputs' has 1 unknown name; did you mean 'x'?",
        code: 'InputUnknown',
        field: 'x',
        expected: "'x'",
        got: '1 unknown name',
      },
    ],
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
        error: "Input 'x': expected 2000000000000 elements, as its shape says, got 2 elements.",
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
