import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@inference-constructs/runtime/engine/engine';
import { place } from '@inference-constructs/runtime/engine/placement';

const signature = {
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 1] } as const],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch', 1] } as const],
};
const feeds = { x: { type: 'float32', dims: [1, 1], data: new Float32Array(1) } as const };
const LONG_MS = 80;
/** So short that other threads of this process cannot compute for long meanwhile. */
const WAITING_MS = 20;

/** How often a model is run before it may answer, when a run does this. */
async function runsOf(run: () => Promise<void> | void, threads: number): Promise<number> {
  let runs = 0;
  const engine = {
    run: async (): Promise<Run> => {
      runs++;
      const start = performance.now();
      await run();
      return { outputs: {}, milliseconds: performance.now() - start };
    },
    close: () => Promise.resolve(),
  };
  const { queue } = await place({
    session: { modelFile: '/nowhere/model.onnx', signature, threads, device: 'cpu' },
    rows: { first: feeds, all: () => [feeds] },
    startWorker: () => Promise.resolve(engine),
    baked: () => Promise.resolve(undefined),
    isAlone: () => true,
    maxWaitMilliseconds: 1000,
  });
  await queue.close();
  return runs;
}

function compute(): void {
  for (const before = process.cpuUsage(); process.cpuUsage(before).user < LONG_MS * 1000;);
}

describe('before a model in a worker answers, it is run', () => {
  it.each([
    ['once where one thread computes for long: it is timed by that', compute, 1, 1],
    ['again where most of its first run may have been waiting for its weights', () => sleep(WAITING_MS), 1, 2],
    ['again where several threads computed', compute, 2, 2],
  ])('%s', async (_, run, threads, runs) => {
    expect(await runsOf(run, threads)).toBe(runs);
  });
});
