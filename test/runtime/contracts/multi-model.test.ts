import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime, example, fixture } from '../support/bundles';
import { send } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'multi-model-'));
let server: ServerProcess;
let port: number;
beforeEach(async () => {
  server = await ServerProcess.start(bundles.directory, { SAGEMAKER_MULTI_MODEL: 'true', TMPDIR: scratch });
  port = await server.listening;
});
afterEach(async () => {
  expect(await server.stop()).toBe(0);
});
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const response = await send(port, method, path, { 'Content-Type': 'application/json', ...headers }, text);
  return [response.status, response.body === '' ? '' : (JSON.parse(response.body) as unknown)];
};
const load = (name: string, url: string) => ask('POST', '/models', { model_name: name, url });
const UNKNOWN = {
  error: 'There is no such model here.',
  code: 'ModelUnknown',
  field: 'model_name',
  expected: 'a loaded model',
  got: 'another model',
};

/** Processes that the server started. */
function children(): number[] {
  const file = `/proc/${server.pid}/task/${server.pid}/children`;
  return readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

function residentBytes(pid: number): number {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  return Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

it('tells clients of the model repository extension how it is told what to load', async () => {
  expect(await ask('POST', '/v2/repository/models/a/load')).toEqual([
    404,
    {
      error:
        'This server loads and unloads by /models, as SageMaker does: the model repository needs INFERENCE_RELOAD=true ' +
        'without SAGEMAKER_MULTI_MODEL.',
      code: 'PathUnknown',
      expected: 'POST /models or DELETE /models/{name}',
    },
  ]);
});

it('loads, lists, describes, invokes and unloads models', async () => {
  const [first, second] = [fixture('two-inputs'), fixture('dtypes/float64')];
  expect(await load('a', first)).toEqual([200, { modelName: 'a', modelUrl: first }]);
  expect(await load('b', second)).toEqual([200, { modelName: 'b', modelUrl: second }]);
  const [a, b] = [
    { modelName: 'a', modelUrl: first },
    { modelName: 'b', modelUrl: second },
  ];
  expect(await ask('GET', '/models')).toEqual([200, { models: [a, b] }]);
  expect(await ask('GET', '/models/b')).toEqual([200, b]);
  const request = { inputs: { features: [[1, 2, 3]], category: [1] } };
  expect(await ask('POST', '/models/a/invoke', request)).toMatchObject([200, { outputs: { score: [16] } }]);
  expect(await ask('POST', '/models/b/invoke', { instances: [[1, 2]] })).toMatchObject([
    200,
    { outputs: { y: [[1, 2]] } },
  ]);
  expect(await ask('DELETE', '/models/a')).toEqual([200, '']);
  expect(await ask('GET', '/models')).toEqual([200, { models: [b] }]);
  expect(await ask('POST', '/models/a/invoke', request)).toEqual([404, UNKNOWN]);
  expect(await load('a', first)).toMatchObject([200, {}]);
  expect(await ask('POST', '/models/a/invoke', request)).toMatchObject([200, { model: { name: 'two-inputs' } }]);
});

it('never gives one model the answer of another, for the same body', async () => {
  await load('a', example('v1'));
  await load('b', example('v2'));
  const row = Array.from({ length: 30 }, (_, at) => at + 1);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      ask('POST', `/models/${at % 2 === 0 ? 'a' : 'b'}/invoke`, { instances: [row] }),
    ),
  );
  const versions = answers.map(([, body]) => (body as { model: { version: string } }).model.version);
  expect(new Set(versions.filter((_, at) => at % 2 === 1)).size).toBe(1);
  expect(versions[0]).not.toBe(versions[1]);
});

it('has given the memory back when DELETE is answered: the process of the model is gone', async () => {
  const before = residentBytes(server.pid);
  await load('a', example('v1'));
  await ask('POST', '/models/a/invoke', { instances: [Array(30).fill(1)] });
  const [child, ...others] = children();
  expect([others.length, residentBytes(child) > 20_000_000]).toEqual([0, true]);
  expect(await ask('DELETE', '/models/a')).toEqual([200, '']);
  expect([existsSync(`/proc/${child}`), children()]).toEqual([false, []]);
  expect(residentBytes(server.pid) - before).toBeLessThan(20_000_000);
});

it('is alive without a model, and has neither /invocations nor other protocols', async () => {
  expect(await ask('GET', '/ping')).toEqual([200, '']);
  expect(await ask('GET', '/models')).toEqual([200, { models: [] }]);
  expect(await ask('POST', '/invocations', {})).toMatchObject([
    404,
    { code: 'PathUnknown', expected: 'GET /ping or POST /models' },
  ]);
});

it.each([
  ['GET', '/models/none'],
  ['DELETE', '/models/none'],
  ['POST', '/models/none/invoke'],
])('answers %s %s with 404', async (method, path) => {
  expect(await ask(method, path)).toEqual([404, UNKNOWN]);
});

it('answers 409 for a model that is loaded or being loaded', async () => {
  const results = await Promise.all([load('a', fixture('two-inputs')), load('a', fixture('two-inputs'))]);
  expect(results.map(([status]) => status).sort()).toEqual([200, 409]);
  expect(await load('a', fixture('two-inputs'))).toEqual([
    409,
    { error: 'The model is loaded already.', code: 'ModelLoaded', field: 'model_name' },
  ]);
});

it('answers 507 for a model that would not fit, before anything is killed for it', async () => {
  const directory = join(scratch, 'huge');
  cpSync(fixture('external-data'), directory, { recursive: true });
  truncateSync(join(directory, 'model.data'), 4e12);
  expect(await load('huge', directory)).toEqual([
    507,
    { error: 'The memory does not suffice to load the model.', code: 'MemoryShort' },
  ]);
  expect(children()).toEqual([]);
});

it('refuses a model that cannot be loaded, keeps nothing of it, and serves the others', async () => {
  const directory = join(scratch, 'spoilt');
  mkdirSync(directory);
  cpSync(join(fixture('two-inputs'), 'model.json'), join(directory, 'model.json'));
  writeFileSync(join(directory, 'model.onnx'), 'out of memory');
  await load('good', fixture('two-inputs'));
  expect(await load('bad', directory)).toEqual([
    400,
    { error: 'The model cannot be loaded (ModelUnloadable): its log says why.', code: 'ModelUnloadable' },
  ]);
  expect(await load('none', join(scratch, 'nothing'))).toMatchObject([
    400,
    { error: 'The model cannot be loaded (ModelFileMissing): its log says why.' },
  ]);
  expect(await ask('GET', '/models')).toEqual([
    200,
    { models: [{ modelName: 'good', modelUrl: fixture('two-inputs') }] },
  ]);
  expect(children()).toHaveLength(1);
});

it('answers 404 once the process of a model was killed, and loads it again', async () => {
  await load('a', fixture('dtypes/float64'));
  const [child] = children();
  process.kill(child, 'SIGKILL');
  while ((await ask('GET', '/models/a'))[0] === 200) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await load('a', fixture('dtypes/float64'))).toMatchObject([200, {}]);
  expect(await ask('POST', '/models/a/invoke', { instances: [[1, 2]] })).toMatchObject([
    200,
    { outputs: { y: [[1, 2]] } },
  ]);
});

it('answers what was asked of a model before it is unloaded', async () => {
  await load('slow', fixture('slow-loop'));
  const asked = ask('POST', '/models/slow/invoke', { instances: [300_000] });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await ask('DELETE', '/models/slow')).toEqual([200, '']);
  expect((await asked)[0]).toBe(200);
});

it('hands deadlines to a model and its Retry-After to the client', async () => {
  await load('slow', fixture('slow-loop'));
  for (let run = 0; run < 10; run++) {
    await ask('POST', '/models/slow/invoke', { instances: [20_000] });
  }
  const type = { 'Content-Type': 'application/json' };
  const invoke = (deadline: string) =>
    send(port, 'POST', '/models/slow/invoke', { ...type, 'X-Inference-Deadline-Ms': deadline }, '{"instances":[1]}');
  expect(await invoke('soon')).toMatchObject({ status: 400 });
  expect(await invoke('60000')).toMatchObject({ status: 200 });
  const late = await invoke('1');
  expect([429, 504]).toContain(late.status);
  expect(late.headers['retry-after'] !== undefined).toBe(late.status === 429);
});

it('hands content types, encodings and faults of a model through', async () => {
  await load('a', fixture('dtypes/float64'));
  const csv = await send(port, 'POST', '/models/a/invoke', { 'Content-Type': 'text/csv' }, '1,2\n');
  expect([csv.status, csv.headers['content-type'], csv.body]).toEqual([200, 'text/csv', '1,2\n']);
  expect(await ask('POST', '/models/a/invoke', { instances: [[1]] })).toMatchObject([400, { code: 'ShapeMismatch' }]);
});

it('lists models by pages, under names with any characters', async () => {
  for (const name of ['b/c', 'a b', '✓']) {
    await load(name, fixture('dtypes/float64'));
  }
  const { body } = await send(port, 'GET', '/models');
  expect((JSON.parse(body) as { models: { modelName: string }[] }).models.map(({ modelName }) => modelName)).toEqual([
    'a b',
    'b/c',
    '✓',
  ]);
  const after = Buffer.from('a b').toString('base64url');
  expect(await ask('GET', `/models?next_page_token=${after}`)).toMatchObject([
    200,
    { models: [{ modelName: 'b/c' }, { modelName: '✓' }] },
  ]);
  expect(await ask('GET', `/models/${encodeURIComponent('b/c')}`)).toMatchObject([200, { modelName: 'b/c' }]);
});

it('refuses a load that names no model', async () => {
  const expected = '{"model_name": …, "url": …}';
  const fault = {
    error: `The request names no model: expected ${expected}.`,
    code: 'BodyInvalid',
    expected,
    got: 'other fields',
  };
  expect(await ask('POST', '/models', { model_name: 'a' })).toEqual([400, fault]);
  expect(await ask('POST', '/models', { model_name: 'a', url: '/models\0' })).toEqual([400, fault]);
});
