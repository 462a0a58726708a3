import type { Signature } from '@inference-constructs/core/out/model/manifest';
import { batchAxis, Batching } from '@inference-constructs/runtime/engine/batching';
import type { Engine, Tensors } from '@inference-constructs/runtime/engine/engine';
import { measureBatching, timeRun } from '@inference-constructs/runtime/engine/measure';
import { warmUpRows } from '@inference-constructs/runtime/engine/warm-up-rows';

const SIGNATURE: Signature = {
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 3] }],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch', 3] }],
};

/** An engine whose runs take a time of their rows, and that answers with its input or what `spoil` makes of it. */
const engine = (time: (rows: number) => number, spoil = (data: Float32Array) => data): Engine => ({
  run: ({ x }) => ({ outputs: { y: { ...x, data: spoil(x.data as Float32Array) } }, milliseconds: time(x.dims[0]) }),
  close: () => Promise.resolve(),
});
const measure = async (measured: Engine, madeMilliseconds = Infinity, mayPart = false) => {
  const rows = warmUpRows(SIGNATURE, []);
  const limits = { triedMilliseconds: 300, madeMilliseconds, mayPart };
  return measureBatching(
    measured,
    new Batching(SIGNATURE, Infinity),
    rows,
    await timeRun(measured, rows.first),
    limits,
  );
};

it('finds what a row gains and from where on it gains nothing more', async () => {
  expect(await measure(engine((rows) => 8 + 0.1 * rows))).toMatchObject({ largestRows: 64, isSame: true });
  expect(await measure(engine((rows) => Math.max(8, rows / 2)))).toMatchObject({ gain: 16, largestRows: 16 });
});

it('finds that a row gains nothing, with one size tried', async () => {
  const tried = new Set<number>();
  const gainless = engine((rows) => {
    tried.add(rows);
    return rows;
  });
  expect(await measure(gainless)).toMatchObject({ gain: 1, largestRows: 1 });
  expect([...tried]).toEqual([1, 4]);
});

it('tries no batch of a model whose runs are so long that a start would wait for it', async () => {
  const tried = new Set<number>();
  const slow = engine((rows) => {
    tried.add(rows);
    return 40;
  });
  expect(await measure(slow)).toMatchObject({ gain: 1, largestRows: 1, isTried: false });
  expect([...tried]).toEqual([1]);
});

it('asks what neighbours do only where rows will have some', async () => {
  const gainless = engine((rows) => rows);
  expect((await measure(gainless)).isSame).toBeUndefined();
  expect((await measure(gainless, Infinity, true)).isSame).toBe(true);
});

it('makes no batch that would hold the event loop', async () => {
  expect(
    await measure(
      engine((rows) => 0.1 + rows * 0.01),
      0.5,
    ),
  ).toMatchObject({ largestRows: 43 });
});

it('sees that neighbours change an answer', async () => {
  const byLargest = (data: Float32Array) => {
    const largest = Math.max(...data);
    return data.map((value) => value / largest);
  };
  expect(await measure(engine(() => 1, byLargest))).toMatchObject({ isSame: false });
});

it('lets rounding pass', async () => {
  const rounded = (data: Float32Array) => data.map((value) => value * (data.length > 3 ? 1 + 1e-6 : 1));
  expect(await measure(engine(() => 1, rounded))).toMatchObject({ isSame: true });
});

it.each<[string, Signature['inputs'][number]['shape'], string | undefined]>([
  ['a symbol that stands first everywhere', ['batch', 3], 'batch'],
  ['a fixed first size', [1, 3], undefined],
  ['a symbol that stands twice', ['batch', 'batch'], undefined],
  ['another symbol than the output', ['rows', 3], undefined],
])('batch axis: %s', (_, shape, axis) => {
  expect(batchAxis({ ...SIGNATURE, inputs: [{ ...SIGNATURE.inputs[0], shape }] })).toBe(axis);
});

describe('requests to try a model with', () => {
  const recorded = (...rows: number[][]): Tensors => ({
    x: { type: 'float32', dims: [rows.length, 3], data: Float32Array.from(rows.flat()) },
  });
  const first = (feeds: Tensors): unknown[] => [...(feeds.x.data as Float32Array)];

  it('are the recorded rows, one by one', () => {
    const rows = warmUpRows(SIGNATURE, [recorded([1, 2, 3], [4, 5, 6]), recorded([7, 8, 9])]).all();
    expect(rows.slice(0, 4).map(first)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [1, 2, 3],
    ]);
    expect(rows.every(({ x }) => x.dims.join() === '1,3')).toBe(true);
  });

  it('are made up, different and the same at every start, where none are recorded', () => {
    const rows = warmUpRows(SIGNATURE, []).all().map(first);
    expect(rows).toEqual(warmUpRows(SIGNATURE, []).all().map(first));
    expect(new Set(rows.map(String)).size).toBe(8);
  });

  it('are one request as it is where requests cannot go together', () => {
    const fixed: Signature = { ...SIGNATURE, inputs: [{ name: 'x', type: 'float32', shape: [2, 3] }] };
    expect(
      warmUpRows(fixed, [recorded([1, 2, 3], [4, 5, 6])])
        .all()
        .map(first),
    ).toEqual([[1, 2, 3, 4, 5, 6]]);
  });
});
