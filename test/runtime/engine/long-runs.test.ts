import { Batching } from '@inference-constructs/runtime/engine/batching';
import type { Engine, Run, Tensors } from '@inference-constructs/runtime/engine/engine';
import { LongRuns } from '@inference-constructs/runtime/engine/long-runs';
import { Queue } from '@inference-constructs/runtime/engine/queue';

/** Says where it ran and how long that was, and notes how many elements it was given. */
class Where implements Engine {
  readonly runs: number[] = [];
  isClosed = false;

  constructor(
    readonly name: string,
    private readonly milliseconds: number,
  ) {}

  run({ x }: Tensors): Run {
    this.runs.push(x.data.length);
    return { outputs: { [this.name]: x }, milliseconds: this.milliseconds };
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** Half a millisecond in any case, and one for a thousand elements: more than 500 take more than one. */
const cost = { fixed: 0.5, perRow: 0.1, rowElements: 100 };
const request = (elements: number, rows = 1): Tensors => ({
  x: { type: 'float32', dims: [rows, elements / rows], data: new Float32Array(elements) },
});

let here: Where;
let worker: Where;
let started: number;
const startWorker = (): Promise<Engine> => {
  started++;
  return Promise.resolve(worker);
};
beforeEach(() => {
  here = new Where('here', 0.1);
  worker = new Where('worker', 10);
  started = 0;
});

function queueOf(more: object = {}, start = startWorker): Queue {
  const longRuns = new LongRuns({ cost, startWorker: start, here, maxWaitMilliseconds: 1000 });
  return new Queue([here], { depth: Infinity, goesAtOnce: () => true, cost, longRuns, ...more });
}

it('runs short requests here, and long ones in a worker that the first of them starts', async () => {
  const queue = queueOf();
  await queue.run(request(500));
  expect(started).toBe(0);
  await Promise.all([queue.run(request(600)), queue.run(request(400)), queue.run(request(700))]);
  expect({ started, here: here.runs, worker: worker.runs }).toEqual({
    started: 1,
    here: [500, 400],
    worker: [600, 700],
  });
  await queue.close();
  expect([here.isClosed, worker.isClosed]).toEqual([true, true]);
});

it('answers what is asked before it closes', async () => {
  const queue = queueOf();
  const run = queue.run(request(600));
  await queue.close();
  expect(Object.keys((await run).outputs)).toEqual(['worker']);
});

it('parts what can be parted, and does not look for a worker', async () => {
  const signature = {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 'length'] }],
    outputs: [{ name: 'here', type: 'float32', shape: ['batch', 'length'] }],
  } as const;
  const queue = queueOf({ portions: { batching: new Batching(signature, 1), mostElements: 300 } });
  await queue.run(request(1200, 4));
  expect([started, here.runs]).toEqual([0, [300, 300, 300, 300]]);
  await queue.run(request(600));
  expect([started, worker.runs]).toEqual([1, [600]]);
});

it('learns from runs there which are short after all', async () => {
  worker = new Where('worker', 0.01);
  const queue = queueOf();
  for (let time = 0; time < 10; time++) {
    await queue.run(request(600));
  }
  expect(worker.runs.length).toBeLessThan(10);
  expect(here.runs.length).toBe(10 - worker.runs.length);
});

it('runs them here where no worker starts, and says so', async () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const queue = queueOf({}, () => Promise.reject(new Error('no memory')));
  await queue.run(request(600));
  expect(here.runs).toEqual([600]);
  expect(stderr.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toMatchObject([
    { level: 'error', message: 'no worker for long runs: they hold up all others', reason: 'no memory' },
  ]);
  stderr.mockRestore();
  await queue.close();
});
