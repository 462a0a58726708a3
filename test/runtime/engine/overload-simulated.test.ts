import type { Signature } from '@inference-constructs/core/out/model/manifest';
import { Batching } from '@inference-constructs/runtime/engine/batching';
import type { Engine, Run, Tensors } from '@inference-constructs/runtime/engine/engine';
import { Queue } from '@inference-constructs/runtime/engine/queue';

/** Time goes on only where the test says so: the same result on any machine. */
beforeEach(() => jest.useFakeTimers({ now: 0, doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

const DEADLINE_MS = 100;
const SECONDS = 20;
const SIGNATURE: Signature = {
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 1] }],
  outputs: [{ name: 'x', type: 'float32', shape: ['batch', 1] }],
};
const feeds: Tensors = { x: { type: 'float32', dims: [1, 1], data: new Float32Array(1) } };

/** Numbers from 0 to 1, the same at every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Model {
  readonly engines: number;
  readonly fixed: number;
  readonly perRow: number;
  /** How far runs are from the average, as a share of it. */
  readonly noise: number;
  readonly depth: number;
  readonly largestRows?: number;
  /** What placement measured over what is true. */
  readonly measured?: number;
}

class Noisy implements Engine {
  private free = 0;

  constructor(
    private readonly model: Model,
    private readonly random: () => number,
  ) {}

  run(given: Tensors): Promise<Run> {
    const { fixed, perRow, noise } = this.model;
    const milliseconds = (fixed + perRow * given.x.dims[0]) * (1 + noise * (2 * this.random() - 1));
    this.free = Math.max(this.free, performance.now()) + milliseconds;
    const wait = this.free - performance.now();
    return new Promise((resolve) => setTimeout(() => resolve({ outputs: given, milliseconds }), wait));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function overload(model: Model): Promise<{ goodput: number; p99: number }> {
  const { engines, fixed, perRow, depth, largestRows, measured = 1 } = model;
  const random = chance(7);
  const queue = new Queue(
    Array.from({ length: engines }, () => new Noisy(model, random)),
    {
      depth,
      batching: largestRows === undefined ? undefined : new Batching(SIGNATURE, largestRows),
      goesAtOnce: () => true,
      cost: { fixed: fixed * measured, perRow: perRow * measured, rowElements: 1 },
    },
  );
  const rows = largestRows ?? 1;
  const capacity = (engines * rows * 1000) / (fixed + perRow * rows);
  const latencies: number[] = [];
  for (let now = 0; now < SECONDS * 1000;) {
    const pause = -Math.log(1 - random()) * (1000 / (1.7 * capacity));
    await jest.advanceTimersByTimeAsync(pause);
    now += pause;
    const start = performance.now();
    queue.submit(feeds, {
      isGone: false,
      deadline: start + DEADLINE_MS,
      done: () => latencies.push(performance.now() - start),
      failed: () => undefined,
    });
  }
  latencies.sort((a, b) => a - b);
  const inTime = latencies.filter((latency) => latency <= DEADLINE_MS).length;
  return { goodput: inTime / (capacity * SECONDS), p99: latencies[Math.floor(latencies.length * 0.99)] };
}

it.each<[string, Model]>([
  ['one engine, short runs', { engines: 1, fixed: 0, perRow: 8, noise: 0.2, depth: 2 }],
  ['two engines, short runs', { engines: 2, fixed: 0, perRow: 16, noise: 0.3, depth: 2 }],
  ['two engines, long runs', { engines: 2, fixed: 2, perRow: 38, noise: 0.2, depth: 2 }],
  ['runs that differ a lot', { engines: 2, fixed: 0, perRow: 15, noise: 0.9, depth: 2 }],
  [
    'a batch in which a row costs a tenth',
    { engines: 1, fixed: 8, perRow: 0.8, noise: 0.2, depth: 1, largestRows: 16 },
  ],
  ['two engines with batches', { engines: 2, fixed: 8, perRow: 0.8, noise: 0.3, depth: 1, largestRows: 16 }],
  [
    'a machine three times as slow as measured',
    { engines: 2, fixed: 0, perRow: 18, noise: 0.2, depth: 2, measured: 0.3 },
  ],
  [
    'a machine three times as quick as measured',
    { engines: 2, fixed: 0, perRow: 10, noise: 0.2, depth: 2, measured: 3 },
  ],
])('at 1.7 times what it can do, answers in time most of what it can: %s', async (_, model) => {
  const { goodput, p99 } = await overload(model);
  expect(p99).toBeLessThanOrEqual(1.5 * DEADLINE_MS);
  expect(goodput).toBeGreaterThanOrEqual(0.8);
});
