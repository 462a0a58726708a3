import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime, example, fixture } from '../support/bundles';
import { distance, heldOutCases } from '../support/held-out';
import { LambdaProcess } from '../support/lambda-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const started: LambdaProcess[] = [];
afterAll(async () => {
  await Promise.all(started.map((lambda) => lambda.stop()));
  bundles.remove();
});

function start(modelDirectory: string, variables: Record<string, string> = {}): LambdaProcess {
  const lambda = new LambdaProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: modelDirectory, ...variables });
  started.push(lambda);
  return lambda;
}

const url = (body: string, changes: object = {}): object => ({
  version: '2.0',
  rawPath: '/',
  requestContext: { http: { method: 'POST', path: '/' } },
  headers: { 'content-type': 'application/json' },
  body,
  isBase64Encoded: false,
  ...changes,
});

describe('the example', () => {
  const lambda = start(example('v1'), {
    INFERENCE_MAX_BODY_BYTES: '100000',
  });
  const cases = heldOutCases('v1');
  const row = cases[0].inputs.features[0];

  it('gives the probabilities of Python for all held-out rows', async () => {
    const got: number[][] = [];
    for (const { inputs } of cases) {
      const { result } = await lambda.invoke({ instances: inputs.features });
      got.push(...(result as { outputs: { probabilities: number[][] } }).outputs.probabilities);
    }
    expect(
      distance(
        got,
        cases.flatMap(({ outputs }) => outputs.probabilities),
      ),
    ).toBeLessThan(1e-5);
  });

  it('answers a direct event with an object', async () => {
    expect(await lambda.invoke({ inputs: { features: [row] } })).toEqual({
      result: {
        model: { name: 'diagnosis', version: '1.0.0' },
        outputs: { probabilities: [[expect.closeTo(0.0226435, 5), expect.closeTo(0.9773564, 5)]] },
        classes: ['benign'],
      },
    });
  });

  it('answers a function URL with a response', async () => {
    const { result } = await lambda.invoke(url(JSON.stringify({ instances: [row] })));
    expect(result).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse((result as { body: string }).body)).toMatchObject({ classes: ['benign'] });
  });

  it('takes headers in any case and a body in base64', async () => {
    const body = Buffer.from(`${row.join(',')}\n`).toString('base64');
    const event = url(body, { headers: { 'Content-Type': 'text/csv' }, isBase64Encoded: true });
    const { result } = await lambda.invoke(event);
    expect(result).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/csv' } });
    const got = (result as { body: string }).body.trim().split(',').map(Number);
    expect(distance([got], cases[0].outputs.probabilities)).toBeLessThan(1e-5);
  });

  const body = {
    error: "Input 'features' has no rows.",
    code: 'RowsMissing',
    field: 'features',
    expected: 'at least 1 row',
    got: '0 rows',
  };

  it("returns a client's fault to a direct event: thrown, it would count as an error of the function", async () => {
    expect(await lambda.invoke({ instances: [] })).toEqual({ result: { error: body } });
  });

  it('computes nothing that the rest of its time does not suffice for, and throws: the invocation may come again', async () => {
    const exceeded = { name: 'DeadlineExceeded', message: 'The deadline passed before the request ran.' };
    const direct = { inputs: { features: [row] } };
    for (const event of [direct, url(JSON.stringify(direct))]) {
      expect(await lambda.invoke(event, 0)).toMatchObject({ error: exceeded });
      expect(await lambda.invoke(event, 30_000)).toMatchObject({ result: {} });
    }
  });

  it('takes the deadline of a function URL from its header', async () => {
    const event = (deadline: string) =>
      url(JSON.stringify({ instances: [row] }), {
        headers: { 'content-type': 'application/json', 'X-Inference-Deadline-Ms': deadline },
      });
    expect(await lambda.invoke(event('30000'), 30_000)).toMatchObject({ result: { statusCode: 200 } });
    expect(await lambda.invoke(event('soon'), 30_000)).toMatchObject({ result: { statusCode: 400 } });
  });

  it.each<[string, object, number, object]>([
    ['its status', url('{"instances":[]}'), 400, body],
    [
      'no body',
      url('', { body: undefined }),
      400,
      { error: 'The body is empty.', code: 'BodyInvalid', expected: 'JSON', got: 'nothing' },
    ],
    [
      'GET',
      url('', { requestContext: { http: { method: 'GET' } } }),
      405,
      { error: 'This function takes POST only.', code: 'MethodNotAllowed', expected: 'POST', got: 'another method' },
    ],
    [
      'no content type',
      url('{}', { headers: {} }),
      415,
      {
        error:
          'The request has no content type: expected application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream.',
        code: 'ContentTypeUnknown',
        field: 'content-type',
        expected: 'application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream',
        got: 'nothing',
      },
    ],
    [
      'a body over the limit',
      url(' '.repeat(100_001)),
      413,
      {
        error: 'The body is larger than 100000 bytes.',
        code: 'BodyTooLarge',
        field: 'body',
        expected: 'at most 100000 bytes',
        got: '100001 bytes',
      },
    ],
  ])("returns a client's fault to a function URL: %s", async (_, event, statusCode, expected) => {
    const { result } = await lambda.invoke(event);
    const response = result as { statusCode: number; body: string };
    expect([response.statusCode, JSON.parse(response.body)]).toEqual([statusCode, expected]);
  });
});

describe('an event that only looks like one of a function URL', () => {
  const lambda = start(fixture('two-inputs'));

  it.each([
    ['a body that is no text', { body: true }],
    ['headers that are no object', { headers: 'x' }],
    ['no description of the request', { requestContext: { http: 'POST' } }],
  ])('is refused as a request, not counted as an error: %s', async (_, changes) => {
    expect(await lambda.invoke(url('{}', changes))).toMatchObject({ result: { error: { code: 'BodyInvalid' } } });
  });

  it('has no content type where its header is no text', async () => {
    const headers = { 'content-type': ['application/json'], accept: 7, 'content-encoding': {} };
    expect(await lambda.invoke(url('{}', { headers }))).toMatchObject({ result: { statusCode: 415 } });
  });
});

it('writes one line of metrics a request', async () => {
  const lambda = start(example('v1'), { AWS_LAMBDA_FUNCTION_NAME: 'diagnosis', INFERENCE_MODEL_DIGEST: 'sha256:12' });
  const [benign, malignant] = heldOutCases('v1').map(({ inputs }) => inputs.features[0]);
  await lambda.invoke({ instances: [benign, malignant] });
  await lambda.invoke({ instances: [[1]] });
  await lambda.invoke({ instances: [benign] });
  const who = { FunctionName: 'diagnosis', ModelDigest: 'sha256:12' };
  const ModelMilliseconds: unknown = expect.any(Number);
  const dimensions = { CloudWatchMetrics: [{ Dimensions: [['FunctionName', 'ModelDigest']] }] };
  expect(await lambda.lines(3)).toMatchObject([
    { _aws: dimensions, ...who, Predictions: 2, Positive: 1, InvalidRequests: 0, ModelMilliseconds },
    { _aws: dimensions, ...who, Predictions: 0, Positive: 0, InvalidRequests: 1 },
    { _aws: dimensions, ...who, Predictions: 1, Positive: 0, InvalidRequests: 0, ModelMilliseconds },
  ]);
});

describe('a fault of ours is thrown, so that Lambda counts it', () => {
  const thrown = (name: string, message: string) => ({ error: { name, message, stack: `${name}: ${message}` } });

  it('a failing model', async () => {
    const lambda = start(fixture('two-inputs'));
    const event = { inputs: { features: [[1, 2, 3]], category: [4711] } };
    const expected = thrown('ModelFailed', 'The model failed on this request.');
    expect(await lambda.invoke(event)).toEqual(expected);
    expect(await lambda.invoke(url(JSON.stringify(event)))).toEqual(expected);
    expect(await lambda.invoke({ inputs: { features: [[1, 2, 3]], category: [1] } })).toMatchObject({
      result: { outputs: { score: [16] } },
    });
  });

  it('golden cases that do not agree, at every invocation', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'model-'));
    cpSync(example('v1'), scratch, { recursive: true });
    const [first] = heldOutCases('v1');
    const golden = { ...first, outputs: { probabilities: [[0.9, 0.1]] } };
    writeFileSync(join(scratch, 'golden.jsonl'), JSON.stringify(golden));
    const lambda = start(scratch);
    const expected = thrown(
      'GoldenMismatch',
      "golden.jsonl, case 1, output 'probabilities' (off by 0.877): at most 0.0001 away from what was recorded. " +
        'Record the cases with the model that is deployed, or deploy the model they were recorded with.',
    );
    expect(await lambda.invoke({ instances: [[1]] })).toEqual(expected);
    expect(await lambda.invoke(url('{}'))).toEqual(expected);
    expect(lambda.stdout).toEqual([]);
    rmSync(scratch, { recursive: true });
  });

  it('a setting that cannot be read', async () => {
    const lambda = start(example('v1'), { INFERENCE_MAX_BODY_BYTES: 'much' });
    expect(await lambda.invoke({})).toEqual(
      thrown('ConfigInvalid', 'INFERENCE_MAX_BODY_BYTES (much): an integer from 1 to 1073741824.'),
    );
  });
});

it('finds the model beside the code when nothing else is said', async () => {
  const task = mkdtempSync(join(tmpdir(), 'task-'));
  cpSync(fixture('two-inputs'), join(task, 'model'), { recursive: true });
  const lambda = new LambdaProcess(bundles.directory, { LAMBDA_TASK_ROOT: task });
  started.push(lambda);
  expect(await lambda.invoke({ inputs: { features: [[1, 2, 3]], category: [0] } })).toMatchObject({
    result: { model: { name: 'two-inputs' } },
  });
  rmSync(task, { recursive: true });
});
