import { join } from 'node:path';
import type { SessionOptions } from '@inference-constructs/runtime/engine/session';
import { WorkerEngine } from '@inference-constructs/runtime/engine/worker-engine';
import { faultOf } from '../support/fault-of';

/** Stands for the thread that owns the session: does to an order what its input is named after. */
const SCRIPT = join(__dirname, '..', 'support', 'fake-engine-thread.cjs');
const options = {} as SessionOptions;
const input = (name: string) => ({ [name]: { type: 'float32', dims: [1], data: [] as string[] } }) as const;
const stopped = { error: 'The engine stopped before it answered this request.', code: 'EngineLost' };

it('hands each answer to its own request, in whatever order they come', async () => {
  const engine = await WorkerEngine.start(SCRIPT, options, () => undefined);
  const answers = await Promise.all([engine.run(input('last')), engine.run(input('a')), engine.run(input('release'))]);
  expect(answers.map(({ outputs }) => Object.keys(outputs))).toEqual([['last'], ['a'], ['release']]);
  await engine.close();
});

it('answers what was asked before it closes, and nothing after', async () => {
  const engine = await WorkerEngine.start(SCRIPT, options, () => undefined);
  const before = engine.run(input('a'));
  const closed = engine.close();
  expect(await faultOf(() => engine.run(input('a')))).toEqual(stopped);
  expect((await before).milliseconds).toBe(1);
  await closed;
});

it('does not call a thread that was asked to end dead', async () => {
  const onDeath = jest.fn();
  const engine = await WorkerEngine.start(SCRIPT, options, onDeath);
  await engine.close();
  expect(onDeath).not.toHaveBeenCalled();
});

it('fails what is waiting when the thread dies, and says so', async () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const onDeath = jest.fn();
  const engine = await WorkerEngine.start(SCRIPT, options, onDeath);
  const waiting = [engine.run(input('last')), engine.run(input('crash'))].map((run) => faultOf(() => run));
  expect(await Promise.all(waiting)).toEqual([stopped, stopped]);
  expect(await faultOf(() => engine.run(input('a')))).toEqual(stopped);
  expect(onDeath).toHaveBeenCalledTimes(1);
  await engine.close();
  jest.restoreAllMocks();
});

it('tells the client nothing of what onnxruntime said, and the log no numbers', async () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const engine = await WorkerEngine.start(SCRIPT, options, () => undefined);
  expect(await faultOf(() => engine.run(input('fail')))).toEqual({
    error: 'The model failed on this request.',
    code: 'ModelFailed',
  });
  expect(stderr.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toMatchObject([
    { level: 'error', message: 'the model failed', code: 'ModelFailed', reason: 'index # is out of bounds' },
  ]);
  stderr.mockRestore();
  await engine.close();
});

it('passes on why the thread could not start', async () => {
  const unstartable = { modelFile: 'missing.onnx' } as SessionOptions;
  await expect(WorkerEngine.start(SCRIPT, unstartable, () => undefined)).rejects.toMatchObject({
    code: 'ModelUnloadable',
    message: 'missing.onnx (gone)',
  });
});

it('notices a thread that dies while it starts', async () => {
  const unstartable = { modelFile: 'crash' } as SessionOptions;
  await expect(WorkerEngine.start(SCRIPT, unstartable, () => undefined)).rejects.toMatchObject({
    code: 'EngineDied',
    message: 'The engine thread ended while loading.',
  });
});
