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

describe('where no worker starts', () => {
  let now: number;
  let stderr: jest.SpyInstance;
  beforeEach(() => {
    now = 5000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => jest.restoreAllMocks());
  const lines = (): unknown[] => stderr.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown);

  it('runs them here, says so, and tries again with the first that comes after a pause', async () => {
    here = new Where('here', 10);
    let canStart = false;
    const queue = queueOf({}, () => (canStart ? startWorker() : Promise.reject(new Error(`no memory ${++started}`))));
    const runAt = async (milliseconds: number): Promise<void> => {
      now = 5000 + milliseconds;
      await queue.run(request(600));
    };
    for (const milliseconds of [0, 999, 1000, 2999, 3000]) {
      await runAt(milliseconds);
    }
    expect(lines()).toMatchObject(
      [1000, 2000, 4000].map((pauseMilliseconds, at) => ({
        level: 'error',
        message: 'no worker for long runs: they hold up all others',
        reason: `no memory ${at + 1}`,
        pauseMilliseconds,
      })),
    );
    canStart = true;
    await runAt(6999);
    expect([here.runs.length, worker.runs.length]).toEqual([6, 0]);
    await runAt(7000);
    await runAt(7001);
    expect([here.runs.length, worker.runs.length, started]).toEqual([6, 2, 4]);
    expect(lines().at(-1)).toMatchObject({ level: 'info', message: 'long runs have a worker again' });
    await queue.close();
    expect([here.isClosed, worker.isClosed]).toEqual([true, true]);
  });

  it('closes without one', async () => {
    const queue = queueOf({}, () => Promise.reject(new Error('no memory')));
    await queue.run(request(600));
    await queue.close();
    expect(here.isClosed).toBe(true);
  });
});
