import { bundleRuntime, example, fixture } from '../support/bundles';
import { invoke, send } from '../support/http';
import { heldOutCases } from '../support/held-out';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const servers: Record<string, ServerProcess> = {};
const batch = (directory: string, more: Record<string, string> = {}) =>
  new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory, SAGEMAKER_BATCH: 'true', ...more });
beforeAll(async () => {
  servers.diagnosis = batch(example('v1'));
  servers.inputs = batch(fixture('two-inputs'), { SAGEMAKER_MAX_PAYLOAD_IN_MB: '60' });
  servers.float64 = batch(fixture('dtypes/float64'), { SAGEMAKER_MAX_PAYLOAD_IN_MB: '1' });
  servers.single = batch(fixture('dtypes/float64'), { SAGEMAKER_BATCH_STRATEGY: 'SINGLE_RECORD' });
  await Promise.all(Object.values(servers).map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  bundles.remove();
});

const ask = async (server: string, body: string | Buffer, type: string, headers: Record<string, string> = {}) => {
  const response = await invoke(await servers[server].listening, body, { 'Content-Type': type, ...headers });
  return {
    status: response.status,
    type: response.headers['content-type'],
    lines: response.body.split('\n').slice(0, -1),
  };
};
const CSV = 'text/csv';
const LINES = 'application/jsonlines';
const JSON_TYPE = 'application/json';

it.each([
  ['diagnosis', { MaxConcurrentTransforms: 2, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 6 }],
  ['inputs', { MaxConcurrentTransforms: 1, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 60 }],
  [
    'float64',
    { MaxConcurrentTransforms: expect.any(Number) as number, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 1 },
  ],
])('tells %s how it may be called, within what SageMaker allows', async (server, parameters) => {
  const { status, body } = await send(await servers[server].listening, 'GET', '/execution-parameters');
  expect([status, JSON.parse(body)]).toEqual([200, parameters]);
});

it('is a batch transform only where SageMaker says so', async () => {
  const server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture('two-inputs') });
  expect(await send(await server.listening, 'GET', '/execution-parameters')).toMatchObject({ status: 404 });
  await server.stop();
});

it('answers every held-out row with its line, in order', async () => {
  const cases = heldOutCases('v1');
  const csv = cases.map(({ inputs }) => `${inputs.features[0].join(',')}\n`).join('');
  const { status, type, lines } = await ask('diagnosis', csv, CSV);
  expect([status, type, lines.length]).toEqual([200, CSV, 143]);
  lines.forEach((line, row) =>
    expect(line.split(',').map(Number)).toEqual(
      cases[row].outputs.probabilities[0].map((value): unknown => expect.closeTo(value, 5)),
    ),
  );
});

describe('a bad record becomes a placeholder, and the others keep their lines', () => {
  const fault = {
    error: "Input 'x' in row 0: expected number, got string.",
    code: 'TypeMismatch',
    field: 'x',
    expected: 'number',
    got: 'string',
  };
  it.each<[string, string | Buffer, string, string[]]>([
    ['CSV', '1,2\nx,4\n5,6\n', CSV, ['1,2', 'TypeMismatch,', '5,6']],
    ['CSV without a last line break', '1,2\n3\n5,6', CSV, ['1,2', 'ShapeMismatch,', '5,6']],
    ['CSV with an empty line', '1,2\n\n5,6\n', CSV, ['1,2', 'ShapeMismatch,', '5,6']],
    ['CSV that is not all text', Buffer.from('1,2\n\xff,4\n5,6\n', 'latin1'), CSV, ['1,2', 'BodyInvalid,', '5,6']],
    ['CSV with quotes that are not closed', '"1,2\n3,4\n', CSV, ['BodyInvalid,', '3,4']],
    ['CSV that begins with the bad record', 'a,b,c\n3,4\n', CSV, ['ShapeMismatch,', '3,4']],
    ['nothing but bad records', 'a\nb\nc\n', CSV, ['ShapeMismatch,', 'ShapeMismatch,', 'ShapeMismatch,']],
    [
      'JSON Lines',
      '[1,2]\n["x",4]\n[5,6]\n',
      LINES,
      ['{"outputs":{"y":[1,2]}}', JSON.stringify(fault), '{"outputs":{"y":[5,6]}}'],
    ],
    [
      'JSON Lines with brackets that never end',
      `${'['.repeat(20_000)}\n[5,6]\n`,
      LINES,
      [
        '{"error":"The body is nested more than 64 deep.","code":"BodyInvalid","expected":"at most 64 levels","got":"more"}',
        '{"outputs":{"y":[5,6]}}',
      ],
    ],
    [
      'JSON, a request a line',
      '{"instances":[[1,2]]}\n{"instances":[["x",2]]}\n',
      JSON_TYPE,
      ['{"model":{"name":"identity-float64","version":"1.0.0"},"outputs":{"y":[[1,2]]}}', JSON.stringify(fault)],
    ],
    [
      'JSON in one piece',
      '{\n"instances":\n[[1,2]]}\n',
      JSON_TYPE,
      ['{"model":{"name":"identity-float64","version":"1.0.0"},"outputs":{"y":[[1,2]]}}'],
    ],
  ])('%s', async (_, body, type, expected) => {
    expect(await ask('float64', body, type)).toEqual({ status: 200, type, lines: expected });
  });

  it('also where the model fails on it', async () => {
    const line = (category: number): string => `{"features":[1,2,3],"category":${category}}\n`;
    const { lines } = await ask('inputs', line(0) + line(9) + line(1), LINES);
    expect(lines).toEqual([
      '{"outputs":{"score":6}}',
      '{"error":"The model failed on this request.","code":"ModelFailed"}',
      '{"outputs":{"score":16}}',
    ]);
  });

  it('among many, wherever they stand', async () => {
    const isBad = (row: number): boolean => row % 997 === 3 || row === 9_999;
    const csv = Array.from({ length: 10_000 }, (_, row) => (isBad(row) ? 'bad\n' : `${row},0\n`)).join('');
    const { lines } = await ask('float64', csv, CSV);
    expect(lines).toEqual(Array.from({ length: 10_000 }, (_, row) => (isBad(row) ? 'ShapeMismatch,' : `${row},0`)));
  });
});

const recordIo = (...records: string[]): Buffer =>
  Buffer.concat(
    records.flatMap((record) => {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(0xced7230a);
      head.writeUInt32LE(Buffer.byteLength(record), 4);
      return [head, Buffer.from(record), Buffer.alloc((4 - (Buffer.byteLength(record) % 4)) % 4)];
    }),
  );

describe('RecordIO', () => {
  it.each([
    ['CSV', recordIo('1,2', 'x,4', '55,66\n'), CSV, ['1,2', 'TypeMismatch,', '55,66']],
    ['a record of two rows', recordIo('1,2\n3,4', '5,6'), CSV, ['ShapeMismatch,', '5,6']],
    [
      'JSON',
      recordIo('{"instances":[[1,\n2]]}'),
      JSON_TYPE,
      ['{"model":{"name":"identity-float64","version":"1.0.0"},"outputs":{"y":[[1,2]]}}'],
    ],
  ])('frames %s', async (_, body, type, lines) => {
    expect(await ask('float64', body, type)).toEqual({ status: 200, type, lines });
  });

  it('that breaks off fails the request: nobody knows how many records there were', async () => {
    const response = await invoke(await servers.float64.listening, recordIo('1,2', '3,4').subarray(0, 15), {
      'Content-Type': CSV,
    });
    expect([response.status, JSON.parse(response.body)]).toEqual([
      400,
      {
        error: 'The body is no RecordIO to its end.',
        code: 'BodyInvalid',
        expected: 'magic number, length, record and padding',
        got: 'other bytes',
      },
    ]);
  });
});

it.each([
  ['a row of CSV', '1,2', CSV, ['1,2']],
  ['a bad row of CSV', '1,x', CSV, ['TypeMismatch,']],
  [
    'a request over several lines',
    '{"instances":\n[[1,2]]}',
    JSON_TYPE,
    ['{"model":{"name":"identity-float64","version":"1.0.0"},"outputs":{"y":[[1,2]]}}'],
  ],
  [
    'a broken request over several lines',
    '{\n[[1,2]]}',
    JSON_TYPE,
    ['{"error":"The body is not JSON.","code":"BodyInvalid","expected":"JSON","got":"other text"}'],
  ],
])('takes %s as one record where there is one a request', async (_, body, type, lines) => {
  expect(await ask('single', body, type)).toEqual({ status: 200, type, lines });
});

it('answers CSV with JSON Lines where that is accepted', async () => {
  expect(await ask('float64', '1,2\n', CSV, { Accept: LINES })).toMatchObject({
    type: LINES,
    lines: ['{"outputs":{"y":[1,2]}}'],
  });
});

it.each([
  ['an unknown content type', '1,2\n', 'image/png', 'float64', 415, 'ContentTypeUnknown'],
  ['a format that this model cannot take', '1,2\n', CSV, 'inputs', 415, 'ContentTypeUnknown'],
  ['more than the payload allows', 'x'.repeat(1_048_577), CSV, 'float64', 413, 'BodyTooLarge'],
])('fails the job early for %s: no record is to blame', async (_, body, type, server, status, code) => {
  const response = await invoke(await servers[server].listening, body, { 'Content-Type': type });
  expect([response.status, (JSON.parse(response.body) as { code: string }).code]).toEqual([status, code]);
});

it('counts records as predictions and as invalid requests', async () => {
  const server = await batch(fixture('dtypes/float64'));
  await server.ready;
  await invoke(await server.listening, '1,2\nx,4\n5,6\n', { 'Content-Type': CSV });
  await server.stop();
  const total = (name: string): number =>
    server.stdout.reduce((sum, line) => sum + Number((JSON.parse(line) as Record<string, unknown>)[name]), 0);
  expect([total('Predictions'), total('InvalidRequests')]).toEqual([2, 1]);
});
