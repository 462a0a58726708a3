import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelProcess } from '@inference-constructs/runtime/processes/model-process';
import { ProcessLost, type Passed } from '@inference-constructs/runtime/processes/pass';
import { watch } from '@inference-constructs/runtime/processes/watchdog';
import { faultOf } from '../support/fault-of';

const script = join(__dirname, '..', 'support', 'fake-model-process.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let lastId = 0;
let model: ModelProcess;
const start = (): Promise<void> => {
  model = new ModelProcess({ script, modelDirectory: scratch, socket: join(scratch, `${++lastId}.sock`), name: '1' });
  return model.ready;
};
beforeEach(start);
afterEach(async () => {
  model.kill();
  await model.ended;
});

const passed = (path: string, others: Partial<Passed> = {}): Passed => ({
  method: 'POST',
  path,
  headers: {},
  body: Buffer.from('body'),
  ...others,
});

it('passes on method, path, query, body and all headers but those of the connection', async () => {
  const headers = {
    accept: 'text/csv',
    connection: 'close, x-hop',
    'keep-alive': 'timeout=5',
    'transfer-encoding': 'chunked',
    expect: '100-continue',
    te: 'trailers',
    'x-hop': 'a',
    'x-amzn-sagemaker-custom-attributes': 'a=b',
  };
  const { status, contentType, headers: answered, body } = await model.pass(passed('/a?b=c', { headers }));
  expect([status, contentType, answered]).toEqual([201, 'application/json', { 'x-own': 'a', 'retry-after': '7' }]);
  expect(JSON.parse(String(body))).toEqual({
    method: 'POST',
    url: '/a?b=c',
    body: 'body',
    headers: {
      accept: 'text/csv',
      'x-amzn-sagemaker-custom-attributes': 'a=b',
      'content-length': '4',
      host: 'localhost',
      connection: 'keep-alive',
    },
  });
});

it('tells how much of the time is left', async () => {
  const headers = { 'x-inference-deadline-ms': '1000' };
  const { body } = await model.pass(passed('/a', { headers, deadline: performance.now() + 400 }));
  const left = Number((JSON.parse(String(body)) as Passed).headers['x-inference-deadline-ms']);
  expect(left > 0 && left < 400).toBe(true);
});

it.each(['/end', '/end-midway'])('says that the process is lost: %s', async (path) => {
  await expect(model.pass(passed(path))).rejects.toThrow(ProcessLost);
  await model.ended;
  await expect(model.pass(passed('/'))).rejects.toThrow(ProcessLost);
});

it('takes the request back when its client has gone', async () => {
  let leave: () => void = () => undefined;
  const asked = faultOf(() => model.pass(passed('/silence', { whenGone: (listener) => (leave = listener) })));
  await new Promise((resolve) => setTimeout(resolve, 50));
  leave();
  expect(await asked).toEqual({ error: 'The client left before its answer.', code: 'ClientGone' });
  await model.idle();
});

it('is idle once the last answer was given', async () => {
  const order: string[] = [];
  const asked = [model.pass(passed('/a')), model.pass(passed('/b'))].map((one) => one.then(() => order.push('answer')));
  await Promise.all([...asked, model.idle().then(() => order.push('idle'))]);
  expect(order).toEqual(['answer', 'answer', 'idle']);
});

describe('a watched process', () => {
  const times = { everyMilliseconds: 5, withinMilliseconds: 500 };

  it('is found to hang where it stands still', async () => {
    process.kill(model.pid!, 'SIGSTOP');
    await new Promise<void>((resolve) => watch(model, resolve, times));
  });

  it('is found to hang where it says so', async () => {
    model.kill();
    process.env.HANGS = 'true';
    await start();
    delete process.env.HANGS;
    await new Promise<void>((resolve) => watch(model, resolve, times));
  });

  it('is not called hung when it ended', async () => {
    const whenHung = jest.fn();
    watch(model, whenHung, times);
    model.kill();
    await model.ended;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(whenHung).not.toHaveBeenCalled();
  });
});
