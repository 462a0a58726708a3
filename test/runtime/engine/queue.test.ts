import type { Signature } from '@inference-constructs/core/out/model/manifest';
import { Batching } from '@inference-constructs/runtime/engine/batching';
import type { Engine, Run, Tensors } from '@inference-constructs/runtime/engine/engine';
import { Queue, type QueueOptions } from '@inference-constructs/runtime/engine/queue';
import { Fault } from '@inference-constructs/runtime/errors';

const SIGNATURE: Signature = {
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 'length'] }],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch', 'length'] }],
};
const BAD = 13;

const request = (...values: number[]): Tensors => ({
  x: { type: 'float32', dims: [1, values.length], data: Float32Array.from(values) },
});
const rows = (...values: number[]): Tensors => ({
  x: { type: 'float32', dims: [values.length, 1], data: Float32Array.from(values) },
});
const double = ({ x }: Tensors): Run => {
  if ((x.data as Float32Array).includes(BAD)) {
    throw new Fault('ModelFailed', 'bad');
  }
  return { outputs: { y: { ...x, data: (x.data as Float32Array).map((value) => 2 * value) } }, milliseconds: 1 };
};

/** Doubles its input in the calling thread, and notes the shape of every run. */
class Quick implements Engine {
  readonly runs: (readonly number[])[] = [];
  isClosed = false;

  run(feeds: Tensors): Run | Promise<Run> {
    this.runs.push(feeds.x.dims);
    return double(feeds);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** The same, once it is told to. */
class Slow extends Quick {
  private go: (() => void)[] = [];

  override run(feeds: Tensors): Promise<Run> {
    this.runs.push(feeds.x.dims);
    return new Promise<void>((resolve) => this.go.push(resolve)).then(() => double(feeds));
  }

  async finish(): Promise<void> {
    this.go.shift()?.();
    await new Promise(setImmediate);
  }
}

const batching = new Batching(SIGNATURE, 4);
const inTurn: QueueOptions = { depth: Infinity, batching, goesAtOnce: () => false };
const whenFree: QueueOptions = { depth: 1, batching, goesAtOnce: () => true };
const values = (runs: readonly Run[]): number[][] => runs.map(({ outputs }) => [...(outputs.y.data as Float32Array)]);

it('runs what arrives in one turn of the event loop together', async () => {
  const engine = new Quick();
  const queue = new Queue([engine], inTurn);
  expect(values(await Promise.all([1, 2, 3].map((value) => queue.run(request(value)))))).toEqual([[2], [4], [6]]);
  await queue.run(request(4));
  expect(engine.runs).toEqual([
    [3, 1],
    [1, 1],
  ]);
});

it('makes no run larger than the largest, except for a request that is', async () => {
  const engine = new Quick();
  const queue = new Queue([engine], inTurn);
  const sizes = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10], [11]];
  const answers = await Promise.all(sizes.map((size) => queue.run(rows(...size))));
  expect(values(answers)).toEqual(sizes.map((size) => size.map((value) => 2 * value)));
  expect(engine.runs).toEqual([
    [4, 1],
    [2, 1],
    [5, 1],
  ]);
});

describe('a request of more rows than may run at once', () => {
  const portions = { batching, mostElements: 4 };
  const many = rows(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const doubled = [2, 4, 6, 8, 10, 12, 14, 16, 18];

  it.each([
    ['in turn', false],
    ['at once', true],
  ])('runs in portions, between which others go %s', async (_, goesAtOnce) => {
    const engine = new Quick();
    const queue = new Queue([engine], { ...inTurn, goesAtOnce: () => goesAtOnce, portions });
    const large = queue.run(many);
    await new Promise(setImmediate);
    const small = await queue.run(request(1));
    expect(engine.runs.length).toBeLessThan(4);
    expect(values([await large, small])).toEqual([doubled, [2]]);
    expect(engine.runs.map(([count]) => count).sort()).toEqual([1, 1, 4, 4]);
  });

  it('fails once, and runs nothing after that', async () => {
    const engine = new Quick();
    const queue = new Queue([engine], { ...inTurn, portions });
    await expect(queue.run(rows(1, 2, 3, 4, BAD, 6, 7, 8, 9, 10))).rejects.toThrow('bad');
    await new Promise(setImmediate);
    expect(engine.runs).toHaveLength(2);
  });

  it('is not run to its end for a client that left', async () => {
    const engine = new Quick();
    const queue = new Queue([engine], { ...inTurn, portions });
    const failed = await new Promise<unknown>((resolve) => {
      const waiter = { isGone: false, done: resolve, failed: resolve };
      queue.submit(many, waiter);
      setImmediate(() => (waiter.isGone = true));
    });
    expect(failed).toMatchObject({ code: 'ClientGone' });
    expect(engine.runs).toHaveLength(1);
  });

  it('has fewer rows in a portion the longer they are', async () => {
    const engine = new Quick();
    const queue = new Queue([engine], { ...inTurn, portions });
    await queue.run({ x: { type: 'float32', dims: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) } });
    expect(engine.runs).toEqual([
      [2, 2],
      [1, 2],
    ]);
  });

  it('runs as it is where its outputs have not one row for each of its own', async () => {
    const engine: Engine = {
      run: ({ x }) => ({
        outputs: { y: { type: 'float32', dims: [1], data: Float32Array.of(x.dims[0]) } },
        milliseconds: 1,
      }),
      close: () => Promise.resolve(),
    };
    const queue = new Queue([engine], { ...inTurn, portions });
    expect(values([await queue.run(many)])).toEqual([[9]]);
  });
});

it('runs only requests of one shape together', async () => {
  const engine = new Quick();
  const queue = new Queue([engine], inTurn);
  const answers = await Promise.all([request(1), request(2, 3), request(4)].map((feeds) => queue.run(feeds)));
  expect(values(answers)).toEqual([[2], [4, 6], [8]]);
  expect(engine.runs).toEqual([
    [2, 1],
    [1, 2],
  ]);
});

it('lets a bad request fail alone', async () => {
  const queue = new Queue([new Quick()], inTurn);
  const answers = await Promise.allSettled([1, BAD, 3, 4].map((value) => queue.run(request(value))));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
});

it('lets a bad request fail alone where runs are asynchronous', async () => {
  const engine = new Slow();
  const queue = new Queue([engine], whenFree);
  const answers = Promise.allSettled([0, 1, BAD, 3].map((value) => queue.run(request(value))));
  for (let run = 0; run < 8; run++) {
    await engine.finish();
  }
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

it('runs together what came while the engine was busy', async () => {
  const engine = new Slow();
  const queue = new Queue([engine], whenFree);
  const answers = Promise.all([1, 2, 3].map((value) => queue.run(request(value))));
  expect(engine.runs).toEqual([[1, 1]]);
  await engine.finish();
  await engine.finish();
  expect(values(await answers)).toEqual([[2], [4], [6]]);
  expect(engine.runs).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

it('gives work to whichever engine has the least of it', async () => {
  const engines = [new Slow(), new Slow()];
  const queue = new Queue(engines, { depth: 1, goesAtOnce: () => true });
  const answers = Promise.all([1, 2, 3].map((value) => queue.run(request(value))));
  expect(engines.map(({ runs }) => runs.length)).toEqual([1, 1]);
  await engines[1].finish();
  expect(engines.map(({ runs }) => runs.length)).toEqual([1, 2]);
  await engines[0].finish();
  await engines[1].finish();
  expect(values(await answers)).toEqual([[2], [4], [6]]);
});

it('leaves other engines their share of what there is to do', async () => {
  const engines = [new Slow(), new Slow()];
  const queue = new Queue(engines, { ...whenFree, batching: new Batching(SIGNATURE, 64) });
  const answers = Promise.all(Array.from({ length: 12 }, (_, value) => queue.run(request(value))));
  await engines[0].finish();
  await engines[1].finish();
  const rows = engines.map(({ runs }) => runs.map(([count]) => count));
  expect(rows).toEqual([
    [1, 6],
    [1, 4],
  ]);
  await engines[1].finish();
  await engines[0].finish();
  expect(values(await answers)).toHaveLength(12);
});

it('counts what already stands at an engine as part of its share', async () => {
  const engines = [new Slow(), new Slow()];
  const queue = new Queue(engines, { ...whenFree, depth: 2, batching: new Batching(SIGNATURE, 64) });
  const answers = Promise.all(Array.from({ length: 14 }, () => queue.run(request(1))));
  await engines[0].finish();
  expect(engines.map(({ runs }) => runs.map(([count]) => count))).toEqual([
    [1, 1, 6],
    [1, 1],
  ]);
  for (let run = 0; run < 8; run++) {
    await engines[run % 2].finish();
  }
  expect(values(await answers)).toHaveLength(14);
});

it('does not run what nobody waits for any more', async () => {
  const engine = new Quick();
  const queue = new Queue([engine], inTurn);
  const failed = jest.fn();
  queue.submit(request(1), { isGone: true, done: failed, failed });
  expect(values([await queue.run(request(2))])).toEqual([[4]]);
  expect(engine.runs).toEqual([[1, 1]]);
  expect(failed.mock.calls).toMatchObject([
    [{ code: 'ClientGone', message: 'The client left before its request ran.' }],
  ]);
});

it('lets others have the event loop when runs have held it long enough', async () => {
  const engine = new Quick();
  const queue = new Queue([engine], { depth: Infinity, goesAtOnce: () => false, holdMilliseconds: 1.5 });
  const answers = Promise.all([1, 2, 3].map((value) => queue.run(request(value))));
  await new Promise(setImmediate);
  expect(engine.runs).toHaveLength(2);
  await answers;
  expect(engine.runs).toHaveLength(3);
});

it('runs a request at once where it can have no neighbour', () => {
  const engine = new Quick();
  const queue = new Queue([engine], { ...inTurn, goesAtOnce: () => true });
  void queue.run(request(1));
  expect(engine.runs).toHaveLength(1);
});

it('answers what was asked before it closes, and nothing after', async () => {
  const engine = new Slow();
  const queue = new Queue([engine], whenFree);
  const before = [queue.run(request(1)), queue.run(request(2))];
  const closed = queue.close();
  await expect(queue.run(request(3))).rejects.toMatchObject({
    code: 'ModelFailed',
    message: 'The engine stopped before it answered this request.',
  });
  await engine.finish();
  expect(engine.isClosed).toBe(false);
  await engine.finish();
  expect(values(await Promise.all(before))).toEqual([[2], [4]]);
  await closed;
  expect(engine.isClosed).toBe(true);
});

it('goes back to single runs when outputs do not have the rows of the inputs', async () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const engine = new Quick();
  engine.run = ({ x }) => {
    engine.runs.push(x.dims);
    return { outputs: { y: { type: 'float32', dims: [1], data: Float32Array.of(x.dims[0]) } }, milliseconds: 1 };
  };
  const queue = new Queue([engine], inTurn);
  expect(values(await Promise.all([queue.run(request(5)), queue.run(request(6))]))).toEqual([[1], [1]]);
  await Promise.all([queue.run(request(5)), queue.run(request(6))]);
  expect(engine.runs.map(([size]) => size)).toEqual([2, 1, 1, 1, 1]);
  expect(stderr).toHaveBeenCalledTimes(1);
  stderr.mockRestore();
});
