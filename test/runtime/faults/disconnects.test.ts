import { bundleRuntime, fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { ServerProcess } from '../support/server-process';
import { head, post, Wire } from '../support/wire';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

const start = (model: string, variables: Readonly<Record<string, string>> = {}): Promise<ServerProcess> =>
  ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture(model), ...variables });

/** How many rows were predicted, by the metrics it leaves behind. */
async function predictions(server: ServerProcess): Promise<number> {
  expect(await server.stop()).toBe(0);
  return server.stdout
    .map((line) => (JSON.parse(line) as { Predictions: number }).Predictions)
    .reduce((sum, count) => sum + count, 0);
}

const LONG = 30_000;
/** Would take minutes. */
const ENDLESS = 100_000_000;
const loop = (iterations: number): string => `{"instances":[${iterations}]}`;

const tensor = (type: string): string =>
  `{"inputs":[{"name":"iterations","shape":[1],"datatype":"${type}","data":[${ENDLESS}]}]}`;

const raw = post(Buffer.from(BigInt64Array.of(BigInt(ENDLESS)).buffer)).toString('latin1');

it.each<[string, string | Buffer, Record<string, string>]>([
  ["SageMaker's contract", post(loop(ENDLESS)), {}],
  ['raw tensors in a batch', raw.replace('application/json', 'application/octet-stream'), { SAGEMAKER_BATCH: 'true' }],
  ['the Open Inference Protocol', post(tensor('INT64'), '', '/v2/models/slow-loop/infer'), {}],
  ["KServe's first protocol", post(loop(ENDLESS), '', '/v1/models/slow-loop:predict'), {}],
])('does not run what a client asked by %s who left before its turn, and answers others', async (_, endless, more) => {
  const server = await start('slow-loop', more);
  const port = await server.listening;
  const before = Array.from({ length: 16 }, () => invoke(port, loop(LONG)));
  await invoke(port, '{');
  const gone = await Wire.open(port);
  await gone.send(endless);
  const after = Array.from({ length: 4 }, () => invoke(port, loop(1)));
  await gone.reset();
  const statuses = (await Promise.all([...before, ...after])).map(({ status }) => status);
  expect(statuses).toEqual(statuses.map(() => 200));
  expect(await predictions(server)).toBe(20);
});

it.each([
  ['in the headers', ['POST /invocations HTTP/1.1\r\nHo']],
  ['in the body', [head(100), '{"instances":']],
  ['after the request', [post('{"instances":[[1,2]]}')]],
  ['among pipelined requests', [post('{"instances":[[1,2]]}'), post('{"instances":[[1,2]]}'), head(9)]],
])('survives clients that reset their connection %s', async (_, parts) => {
  const server = await start('dtypes/int64');
  const port = await server.listening;
  for (let round = 0; round < 20; round++) {
    const wire = await Wire.open(port);
    await wire.send(...parts);
    await wire.reset();
  }
  expect((await invoke(port, '{"instances":[[1,2]]}')).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

it('survives clients that reset their connection in the middle of a large answer', async () => {
  const server = await start('dtypes/int64');
  const port = await server.listening;
  const rows = JSON.stringify({ instances: Array.from({ length: 100_000 }, (_, at) => [at, at]) });
  for (let round = 0; round < 5; round++) {
    const wire = await Wire.open(port);
    wire.socket.once('data', () => wire.socket.resetAndDestroy());
    await wire.send(post(rows));
    await wire.closed;
  }
  expect((await invoke(port, '{"instances":[[1,2]]}')).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

it('answers others while a client does not read its answers', async () => {
  const server = await start('dtypes/int64');
  const port = await server.listening;
  const rows = JSON.stringify({ instances: Array.from({ length: 100_000 }, (_, at) => [at, at]) });
  const deaf = await Wire.open(port);
  deaf.socket.pause();
  void deaf.send(post(rows), post(rows), post(rows), post(rows));
  const statuses: number[] = [];
  for (let round = 0; round < 20; round++) {
    statuses.push((await invoke(port, '{"instances":[[1,2]]}')).status);
  }
  expect(statuses).toEqual(statuses.map(() => 200));
  await deaf.reset();
  expect(await server.stop()).toBe(0);
});
