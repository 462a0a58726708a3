import { bundleRuntime, example, fixture } from '../support/bundles';
import { distance, heldOutCases } from '../support/held-out';
import { invoke, send } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

const model = (directory: string) => ({ INFERENCE_MODEL_DIRECTORY: directory });

describe.each(['v1', 'v2', 'v3'])('the example %s over HTTP', (version) => {
  let server: ServerProcess;
  let port: number;
  beforeAll(async () => {
    server = await ServerProcess.start(bundles.directory, model(example(version)));
    port = await server.listening;
  });
  afterAll(() => server.stop());

  it('gives the probabilities of Python for all held-out rows, one request a row', async () => {
    const cases = heldOutCases(version);
    const answers = await Promise.all(cases.map(({ inputs }) => invoke(port, { instances: inputs.features })));
    const got = answers.map(({ body }) => (JSON.parse(body) as { outputs: { probabilities: number[][] } }).outputs);
    expect(cases).toHaveLength(143);
    expect(
      distance(
        got.flatMap(({ probabilities }) => probabilities),
        cases.flatMap(({ outputs }) => outputs.probabilities),
      ),
    ).toBeLessThan(1e-5);
  });

  it('gives them for CSV, all rows at once', async () => {
    const cases = heldOutCases(version);
    const csv = cases.map(({ inputs }) => `${inputs.features[0].join(',')}\n`).join('');
    const { status, body } = await invoke(port, csv, { 'Content-Type': 'text/csv' });
    const got = body
      .trim()
      .split('\n')
      .map((line) => line.split(',').map(Number));
    expect(status).toBe(200);
    expect(
      distance(
        got,
        cases.flatMap(({ outputs }) => outputs.probabilities),
      ),
    ).toBeLessThan(1e-5);
  });
});

describe('one server', () => {
  let server: ServerProcess;
  let port: number;
  beforeAll(async () => {
    server = await ServerProcess.start(bundles.directory, {
      ...model(fixture('two-inputs')),
      INFERENCE_ENDPOINT_NAME: 'endpoint',
      INFERENCE_MODEL_DIGEST: 'sha256:12',
      INFERENCE_MAX_BODY_BYTES: '2000',
    });
    port = await server.listening;
  });

  it('takes several inputs', async () => {
    const { status, body } = await invoke(port, {
      inputs: {
        features: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        category: [2, '3'],
      },
    });
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { model: { name: 'two-inputs', version: '1.0.0' }, outputs: { score: [26, 45] } },
    ]);
  });

  it('answers a failing model with 500, nothing of the data, and goes on', async () => {
    const failing = await invoke(port, { inputs: { features: [[1, 2, 3]], category: [4711] } });
    expect([failing.status, JSON.parse(failing.body)]).toEqual([
      500,
      { error: 'The model failed on this request.', code: 'ModelFailed' },
    ]);
    expect(await invoke(port, { inputs: { features: [[1, 2, 3]], category: [0] } })).toMatchObject({ status: 200 });
    expect(JSON.stringify(server.logs)).not.toContain('4711');
  });

  it('refuses a body over the limit', async () => {
    expect(await invoke(port, ' '.repeat(2001))).toMatchObject({ status: 413 });
  });

  it('stops with 0 and leaves its metrics as pure lines of JSON on stdout', async () => {
    expect(await send(port, 'GET', '/ping')).toMatchObject({ status: 200, body: '' });
    expect(await server.stop()).toBe(0);
    const lines = server.stdout.map((line) => JSON.parse(line) as Record<string, unknown>);
    const total = (name: string): number => lines.reduce((sum, line) => sum + Number(line[name]), 0);
    expect(lines[0]).toMatchObject({
      _aws: {
        CloudWatchMetrics: [{ Namespace: 'InferenceConstructs', Dimensions: [['EndpointName', 'ModelDigest']] }],
      },
      EndpointName: 'endpoint',
      ModelDigest: 'sha256:12',
    });
    expect([total('Predictions'), total('InvalidRequests')]).toEqual([3, 1]);
    expect(server.logs.map(({ message }) => message).filter((message) => /^[a-z]+$/.test(message))).toEqual([
      'listening',
      'warming',
      'ready',
      'draining',
      'stopped',
    ]);
  });
});

it('counts the positive class of the example', async () => {
  const server = await ServerProcess.start(bundles.directory, model(example('v1')));
  const cases = heldOutCases('v1');
  await invoke(await server.listening, { inputs: { features: cases.flatMap(({ inputs }) => inputs.features) } });
  await server.stop();
  const malignant = cases.filter(({ outputs: { probabilities } }) => probabilities[0][0] > probabilities[0][1]);
  expect(server.stdout.map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      EndpointName: 'unknown',
      ModelDigest: 'unknown',
      Predictions: 143,
      Positive: malignant.length,
      InvalidRequests: 0,
    },
  ]);
});

it.each([
  ['float16', [[1.5, -2]], [[1.5, -2]]],
  ['float64', [[0.1, 1e300]], [[0.1, 1e300]]],
  ['int64', [['9223372036854775807', -1]], [['9223372036854775807', -1]]],
  ['bool', [[true, false]], [[true, false]]],
  ['string', [['a', '✓']], [['a', '✓']]],
])('carries %s there and back', async (type, instances, y) => {
  const server = await ServerProcess.start(bundles.directory, model(fixture(`dtypes/${type}`)));
  const { body } = await invoke(await server.listening, { instances });
  expect(JSON.parse(body)).toMatchObject({ outputs: { y } });
  expect(await server.stop()).toBe(0);
});

it('moves large tensors between its threads', async () => {
  const server = await ServerProcess.start(bundles.directory, model(fixture('dtypes/float64')));
  const instances = Array.from({ length: 5000 }, (_, row) => [row, row / 2]);
  for (let round = 0; round < 3; round++) {
    const { body } = await invoke(await server.listening, { instances });
    expect((JSON.parse(body) as { outputs: { y: number[][] } }).outputs.y).toEqual(instances);
  }
  expect(await server.stop()).toBe(0);
});

it('stops with 0 while it is still loading', async () => {
  const server = new ServerProcess(bundles.directory, model(example('v2')));
  await server.listening;
  expect(await server.stop()).toBe(0);
  expect(server.logs.map(({ message }) => message)).not.toContain('ready');
});

it('is not ended by SIGHUP, and says which server would read its directory again', async () => {
  const server = await ServerProcess.start(bundles.directory, model(example('v1')));
  server.signal('SIGHUP');
  const message = 'SIGHUP is ignored: only a server with INFERENCE_RELOAD=true reads its directory again';
  while (!server.logs.some((entry) => entry.message === message)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect((await invoke(await server.listening, { instances: heldOutCases('v1')[0].inputs.features })).status).toBe(200);
  expect(await server.stop()).toBe(0);
});
