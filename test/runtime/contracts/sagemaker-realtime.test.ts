import { bundleRuntime, fixture } from '../support/bundles';
import { invoke, send } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
let server: ServerProcess;
let port: number;
beforeAll(async () => {
  server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture('two-inputs') });
  port = await server.listening;
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  bundles.remove();
});

const request = { inputs: { features: [[1, 2, 3]], category: [1] } };
const failing = { inputs: { features: [[1, 2, 3]], category: [9] } };

it('answers GET /ping with 200 and an empty body when the model is ready', async () => {
  expect(await send(port, 'GET', '/ping')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '0' } });
});

it.each(['loading', 'spoilt'])('answers no /ping with 200 without a model (%s)', async (name) => {
  const other = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture(name) });
  const pings: number[] = [];
  const otherPort = await other.listening.catch(() => undefined);
  if (otherPort !== undefined) {
    await send(otherPort, 'GET', '/ping').then(
      ({ status }) => pings.push(status),
      () => undefined,
    );
  }
  expect(await other.exited).toBe(1);
  expect(pings).not.toContain(200);
});

it('gives back Custom-Attributes and Inference-Id, and ignores headers that others need', async () => {
  const attributes = { 'x-amzn-sagemaker-custom-attributes': 'trace=7', 'x-amzn-sagemaker-inference-id': 'id-1' };
  const others = { 'X-Amzn-SageMaker-Target-Variant': 'a', 'X-Amzn-SageMaker-Session-Id': 'NEW_SESSION' };
  expect(await invoke(port, request, { ...attributes, ...others })).toMatchObject({ status: 200, headers: attributes });
});

it('fails a failing model with a status and a body that survive in OriginalMessage, and without a stack trace', async () => {
  const { status, body } = await invoke(port, failing);
  expect([status, JSON.parse(body)]).toEqual([
    500,
    { error: 'The model failed on this request.', code: 'ModelFailed' },
  ]);
});

it('never answers 200 to a request that failed beside others', async () => {
  const answers = await Promise.all([request, failing, request, failing].map((body) => invoke(port, body)));
  expect(answers.map(({ status }) => status)).toEqual([200, 500, 200, 500]);
});

it('answers every one of many requests at once with its own prediction', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => invoke(port, { inputs: { features: [[at, 0, 0]], category: [0] } })),
  );
  expect(answers.map(({ body }) => (JSON.parse(body) as { outputs: { score: number[] } }).outputs.score)).toEqual(
    Array.from({ length: 50 }, (_, at) => [at]),
  );
});
