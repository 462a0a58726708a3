import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime, fixture } from '../support/bundles';
import { invoke, send, type Response } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(120_000);

const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'models-'));
const servers: ServerProcess[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

function start(variables: Record<string, string>, model = fixture('slow-loop')): ServerProcess {
  const server = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: model, ...variables });
  servers.push(server);
  return server;
}

const LONG = 20_000;
const loop = (iterations: number) => ({ instances: [iterations] });
const statusesOf = (answers: readonly Response[]): number[] =>
  [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b);
const bodyOf = ({ body }: Response): unknown => JSON.parse(body);
const DEADLINE = 'X-Inference-Deadline-Ms';

describe('a server with a slow model', () => {
  let port: number;
  beforeAll(async () => {
    const server = start({ INFERENCE_MAX_WAIT_MS: '50' });
    await server.ready;
    port = await server.listening;
    // It is timed with made-up rows of hardly any iterations: these show what it takes.
    for (let run = 0; run < 12; run++) {
      await invoke(port, loop(LONG));
    }
  });

  it('refuses at once what would wait too long, and answers the rest', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => invoke(port, loop(LONG))));
    expect(statusesOf(answers)).toEqual([200, 503]);
    const refused = answers.find(({ status }) => status === 503)!;
    const retryAfter = Number(refused.headers['retry-after']);
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(bodyOf(refused)).toEqual({
      error: 'Too many requests wait for the model.',
      code: 'Overloaded',
      expected: 'a wait of at most 50 ms',
      got: expect.stringMatching(/^about \d+ ms$/) as unknown,
      retryAfter,
    });
  });

  const unreachable = {
    code: 'DeadlineUnreachable',
    expected: expect.stringMatching(/^an answer in at most [01] ms$/) as unknown,
  };
  const v2 = { inputs: [{ name: 'iterations', shape: [1], datatype: 'INT64', data: [LONG] }] };
  it.each<[string, string, object, Record<string, string>]>([
    ['/invocations', '/invocations', loop(LONG), { [DEADLINE]: '2' }],
    ['its custom attributes', '/invocations', loop(LONG), { 'X-Amzn-SageMaker-Custom-Attributes': 'deadline-ms=2' }],
    ['the Open Inference Protocol', '/v2/models/slow-loop/infer', v2, { [DEADLINE]: '2' }],
    ["KServe's first protocol", '/v1/models/slow-loop:predict', loop(LONG), { [DEADLINE]: '2' }],
  ])('tells a client of %s that its deadline cannot be met', async (_, path, body, headers) => {
    const type = { 'Content-Type': 'application/json' };
    const answer = await send(port, 'POST', path, { ...type, ...headers }, JSON.stringify(body));
    // Reading the request may have taken all of it.
    expect([429, 504]).toContain(answer.status);
    if (answer.status === 429) {
      expect(bodyOf(answer)).toMatchObject(unreachable);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(['/invocations', '/v2/models/slow-loop/infer', '/v1/models/slow-loop:predict'])(
    'refuses a deadline at %s that is none',
    async (path) => {
      const answer = await send(port, 'POST', path, { 'Content-Type': 'application/json', [DEADLINE]: 'soon' }, '{}');
      expect([answer.status, bodyOf(answer)]).toMatchObject([400, { code: 'DeadlineInvalid' }]);
    },
  );

  it('answers in time where there is time', async () => {
    expect(await invoke(port, loop(1), { [DEADLINE]: '60000' })).toMatchObject({ status: 200 });
  });

  it('does not look at the deadline of a probe', async () => {
    expect(await send(port, 'GET', '/readyz', { [DEADLINE]: 'soon' })).toMatchObject({ status: 200 });
  });
});

it('lets everything wait in a batch transform', async () => {
  const server = start({ INFERENCE_MAX_WAIT_MS: '0', SAGEMAKER_BATCH: 'true' });
  await server.ready;
  const port = await server.listening;
  const answers = await Promise.all(Array.from({ length: 30 }, () => invoke(port, loop(1000))));
  expect(statusesOf(answers)).toEqual([200]);
});

it('drops a request whose deadline passes while it waits', async () => {
  const server = start({});
  await server.ready;
  const port = await server.listening;
  // More of them than engines, and longer than anything before: nobody could predict it.
  const busy = Promise.all(Array.from({ length: 8 }, () => invoke(port, loop(4 * LONG))));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const late = await invoke(port, loop(1), { [DEADLINE]: '30' });
  expect([429, 504]).toContain(late.status);
  expect(['DeadlineExceeded', 'DeadlineUnreachable']).toContain((bodyOf(late) as { code: string }).code);
  await busy;
});

it('does not wait for ever for recorded cases: says why, and ends', async () => {
  const directory = join(scratch, 'endless');
  cpSync(fixture('slow-loop'), directory, { recursive: true });
  const golden = { inputs: { iterations: [Number.MAX_SAFE_INTEGER] }, outputs: { value: [1] } };
  writeFileSync(join(directory, 'golden.jsonl'), `${JSON.stringify(golden)}\n`);
  const server = new ServerProcess(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: directory,
    INFERENCE_MAX_TRIAL_MS: '4000',
  });
  const port = await server.listening;
  expect(await send(port, 'GET', '/startupz')).toMatchObject({ status: 503 });
  // A run cannot be cancelled: only a kill ends the process, without a core dump.
  expect(await server.exited).toBeNull();
  expect(server.failure).toMatchObject({ code: 'TrialTimeout' });
});
