import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BREAKER } from '@inference-constructs/runtime/predict/breaker';
import { bundleRuntime } from '../support/bundles';
import { invoke, send, type Response } from '../support/http';
import { LambdaProcess } from '../support/lambda-process';
import { failing } from '../support/made-models';
import { ServerProcess } from '../support/server-process';
import { until } from '../support/versions-server';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const folder = mkdtempSync(join(tmpdir(), 'fallback-'));
const KINDS = ['constant', 'model'] as const;
type Kind = (typeof KINDS)[number];
const directories = { constant: failing(folder, 'constant'), model: failing(folder, 'model'), none: failing(folder) };
const running: { stop: () => Promise<unknown> }[] = [];
const start = async (directory: string, variables: Record<string, string> = {}): Promise<ServerProcess> => {
  const server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory, ...variables });
  running.push(server);
  return server;
};
const servers = {} as Record<Kind, ServerProcess>;

beforeAll(async () => {
  for (const kind of KINDS) servers[kind] = await start(directories[kind]);
});
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What the model fails on, and what it answers in the model's place. */
const BAD = [
  [9, 1],
  [1, 9],
];
const INSTEAD: Record<Kind, number[][]> = {
  constant: [
    [0.5, 0.25],
    [0.5, 0.25],
  ],
  model: BAD,
};
const GOOD = [[1, 2]];

/** The circuit must stay closed: as many requests that the model answers go before. */
async function ask(kind: Kind, request: (port: number) => Promise<Response>): Promise<Response> {
  const port = await servers[kind].listening;
  expect((await invoke(port, { instances: GOOD })).status).toBe(200);
  const response = await request(port);
  expect(response).toMatchObject({ status: 200, headers: { 'x-inference-fallback': kind } });
  return response;
}

describe.each(KINDS)('a %s answers in the place of a model that failed:', (kind) => {
  it('JSON', async () => {
    const { body } = await ask(kind, (port) => invoke(port, { instances: BAD }));
    expect(JSON.parse(body)).toEqual({
      model: { name: 'ages', version: '1.0.0' },
      outputs: { y: INSTEAD[kind] },
      fallback: kind,
    });
  });

  it('JSON Lines', async () => {
    const type = { 'Content-Type': 'application/jsonlines' };
    const { body } = await ask(kind, (port) => invoke(port, BAD.map((row) => JSON.stringify(row)).join('\n'), type));
    expect(body).toBe(INSTEAD[kind].map((row) => `{"outputs":{"y":[${row.join()}]},"fallback":"${kind}"}\n`).join(''));
  });

  it('CSV', async () => {
    const { body } = await ask(kind, (port) => invoke(port, '9,1\n1,9\n', { 'Content-Type': 'text/csv' }));
    expect(body).toBe(INSTEAD[kind].map((row) => `${row.join()}\n`).join(''));
  });

  it('raw', async () => {
    const body = Buffer.from(Float32Array.from(BAD.flat()).buffer);
    const { bytes } = await ask(kind, (port) => invoke(port, body, { 'Content-Type': 'application/octet-stream' }));
    expect(bytes).toEqual(Buffer.from(Float32Array.from(INSTEAD[kind].flat()).buffer));
  });

  it('Open Inference Protocol', async () => {
    const inputs = [{ name: 'x', datatype: 'FP32', shape: [2, 2], data: BAD }];
    const { body } = await ask(kind, (port) =>
      send(port, 'POST', '/v2/models/ages/infer', {}, JSON.stringify({ id: '7', inputs })),
    );
    expect(JSON.parse(body)).toEqual({
      model_name: 'ages',
      model_version: '1.0.0',
      id: '7',
      parameters: { fallback: kind },
      outputs: [{ name: 'y', datatype: 'FP32', shape: [2, 2], data: INSTEAD[kind].flat() }],
    });
  });

  it("KServe's first protocol", async () => {
    const { body } = await ask(kind, (port) =>
      send(port, 'POST', '/v1/models/ages:predict', {}, JSON.stringify({ instances: BAD })),
    );
    expect(JSON.parse(body)).toEqual({ predictions: INSTEAD[kind], fallback: kind });
  });

  it('Lambda, invoked directly and by URL', async () => {
    const lambda = new LambdaProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directories[kind] });
    running.push(lambda);
    const answer = { model: { name: 'ages', version: '1.0.0' }, outputs: { y: INSTEAD[kind] }, fallback: kind };
    expect(await lambda.invoke({ instances: BAD })).toEqual({ result: answer });
    const event = {
      version: '2.0',
      requestContext: { http: { method: 'POST' } },
      headers: { 'content-type': 'text/csv' },
    };
    expect(await lambda.invoke({ ...event, body: '9,1\n1,9\n' })).toMatchObject({
      result: { statusCode: 200, headers: { 'X-Inference-Fallback': kind } },
    });
    expect(await lambda.lines(2)).toMatchObject([
      { FallbackAnswers: 1, Predictions: 0, InvalidRequests: 0 },
      { FallbackAnswers: 1, Predictions: 0, InvalidRequests: 0 },
    ]);
  });

  it('and is told in the description of the server', async () => {
    const { body } = await send(await servers[kind].listening, 'GET', '/openapi.json');
    const { components } = JSON.parse(body) as { components: { schemas: { Answer: object } } };
    expect(components.schemas.Answer).toMatchObject({
      properties: { fallback: { enum: [kind] } },
      required: ['model', 'outputs'],
    });
  });

  it('but not for a record of a batch job, which gets a placeholder, nor of a queue, which comes again', async () => {
    const batch = await start(directories[kind], { SAGEMAKER_BATCH: 'true' });
    const { body, headers } = await invoke(await batch.listening, '9,1\n1,2\n200,0\n', { 'Content-Type': 'text/csv' });
    expect([body, headers['x-inference-fallback']]).toEqual(['ModelFailed,\n0,0\nOutOfRange,\n', undefined]);
    const lambda = new LambdaProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directories[kind] });
    running.push(lambda);
    const Records = [BAD, GOOD].map((instances, at) => ({
      eventSource: 'aws:sqs',
      messageId: String(at),
      body: JSON.stringify({ instances }),
    }));
    expect(await lambda.invoke({ Records })).toEqual({ result: { batchItemFailures: [{ itemIdentifier: '0' }] } });
  });
});

it('a model of several is marked too', async () => {
  const server = await start('', { SAGEMAKER_MULTI_MODEL: 'true' });
  const port = await server.listening;
  const load = JSON.stringify({ model_name: 'a', url: directories.constant });
  expect((await send(port, 'POST', '/models', {}, load)).status).toBe(200);
  const type = { 'Content-Type': 'application/json' };
  const { headers, body } = await send(port, 'POST', '/models/a/invoke', type, JSON.stringify({ instances: BAD }));
  expect([headers['x-inference-fallback'], (JSON.parse(body) as { fallback: string }).fallback]).toEqual([
    'constant',
    'constant',
  ]);
});

it('answers of a server’s fallback are counted apart from predictions, none of them as a zero', async () => {
  const server = await start(directories.constant);
  const port = await server.listening;
  await invoke(port, { instances: BAD });
  await invoke(port, { instances: GOOD });
  await server.stop();
  const total = { FallbackAnswers: 0, Predictions: 0 };
  for (const line of server.stdout) {
    const { FallbackAnswers, Predictions } = JSON.parse(line) as typeof total;
    total.FallbackAnswers += FallbackAnswers;
    total.Predictions += Predictions;
  }
  expect(total).toEqual({ FallbackAnswers: 1, Predictions: 1 });
});

it('a model that fails on most requests is not asked for a while, and the server stays ready', async () => {
  const server = await start(directories.none);
  const port = await server.listening;
  for (let failure = 0; failure <= BREAKER.toleratedFailures; failure++) {
    expect((await invoke(port, { instances: BAD })).status).toBe(500);
  }
  const refused = await invoke(port, { instances: GOOD });
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.body)).toEqual({
    error: 'The model fails on most requests and is not asked for a while.',
    code: 'CircuitOpen',
    expected: 'a model that answers',
    got: 'a model that fails',
    retryAfter: 1,
  });
  expect((await send(port, 'GET', '/ping')).status).toBe(200);
  while ((await invoke(port, { instances: GOOD })).status !== 200) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const said = () => server.logs.map(({ message }) => message).filter((message) => message.includes('circuit'));
  // The answer may be here before what is logged of it.
  await until(() => said().length >= 3);
  expect(said()).toEqual([
    'the circuit is open: the model fails on most requests',
    'the circuit is half open: one request tries the model',
    'the circuit is closed: the model answers again',
  ]);
});

describe('a fallback that cannot be used stops the start', () => {
  it.each<[string, string, string, string]>([
    ['without a directory', 'model.json', '', 'ModelFileMissing'],
    [
      'that answers otherwise than was recorded',
      'golden.jsonl',
      '{"inputs":{"x":[[1,2]]},"outputs":{"y":[[1,3]]}}',
      'GoldenMismatch',
    ],
    [
      'that breaks the rules of its own golden case',
      'golden.jsonl',
      '{"inputs":{"x":[[121,2]]},"outputs":{"y":[[121,2]]}}',
      'GoldenInvalid',
    ],
  ])('%s', async (_, file, content, code) => {
    const parent = mkdtempSync(join(folder, 'broken-'));
    const directory = failing(parent, 'model');
    if (content === '') rmSync(join(directory, 'simple', file));
    else writeFileSync(join(directory, 'simple', file), content);
    const server = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory });
    expect([await server.exited, server.failure?.code]).toEqual([1, code]);
  });
});
