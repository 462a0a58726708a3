import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bundleRuntime, example, fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { LambdaProcess } from '../support/lambda-process';
import { failing } from '../support/made-models';
import { matMulModel } from '../support/mat-mul-model';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const SIZE = 1500;
const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'spinning-'));
const watched = { NODE_OPTIONS: `--require ${join(__dirname, '..', 'support', 'watched-sessions.cjs')}` };
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true });
});

interface Opened {
  readonly message: string;
  readonly options: { readonly extra: { readonly session: Record<string, unknown> } };
}
const spinningOf = (entries: readonly unknown[]): unknown[] =>
  (entries as Opened[])
    .filter(({ message }) => message === 'session')
    .map(({ options: { extra } }) => [extra.session.intra_op, extra.session.inter_op]);
const OFF = [{ allow_spinning: '0' }, { allow_spinning: '0' }];

it.each([
  ['in the process itself', example('v1'), 1],
  ['in worker threads', fixture('slow-loop'), 1],
  ['of a fallback, too', failing(scratch, 'model'), 2],
])('no thread spins of a session %s', async (_, directory, least) => {
  const server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory, ...watched });
  expect(await server.stop()).toBe(0);
  const sessions = spinningOf(server.logs);
  expect(sessions.length).toBeGreaterThanOrEqual(least);
  expect(sessions).toEqual(sessions.map(() => OFF));
});

it('no thread spins of a session in Lambda', async () => {
  const lambda = new LambdaProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: example('v1'), ...watched });
  await lambda.invoke({ instances: [] });
  await lambda.stop();
  expect(spinningOf(lambda.stderr.map((line) => JSON.parse(line) as unknown))).toEqual([OFF]);
});

/** Ticks of processor time that the server takes for requests with pauses in between. */
async function ticks(directory: string, variables: Record<string, string>): Promise<number> {
  const server = await ServerProcess.start(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: directory,
    TMPDIR: '/dev/null/nowhere',
    ...watched,
    ...variables,
  });
  const port = await server.listening;
  const ask = () => invoke(port, Buffer.alloc(4 * SIZE), { 'Content-Type': 'application/octet-stream' });
  for (let request = 0; request < 10; request++) {
    expect((await ask()).status).toBe(200);
  }
  const taken = (): number => {
    const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${server.pid}/stat`, 'utf8')
      .split(') ')[1]
      .split(' ');
    return Number(user) + Number(system);
  };
  const before = taken();
  for (let request = 0; request < 50; request++) {
    await ask();
    await setTimeout(10);
  }
  const after = taken();
  expect(await server.stop()).toBe(0);
  return after - before;
}

// With one processor a session has no thread that could spin.
(availableParallelism() < 2 ? test.skip : test)(
  'onnxruntime takes a fraction of the processor time for that',
  async () => {
    const directory = join(scratch, 'large');
    mkdirSync(directory);
    writeFileSync(join(directory, 'model.onnx'), matMulModel(SIZE));
    const tensor = (name: string) => ({ name, type: 'float32', shape: ['batch', SIZE] });
    const signature = { inputs: [tensor('x')], outputs: [tensor('y')] };
    writeFileSync(join(directory, 'model.json'), JSON.stringify({ name: 'large', version: '1.0.0', signature }));
    const [off, on] = [await ticks(directory, {}), await ticks(directory, { TEST_SPINNING: 'true' })];
    expect(off).toBeLessThan(on / 2);
  },
);
