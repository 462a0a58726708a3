import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { joinedRows, rowsOf } from '@inference-constructs/rehearsal/bench/joined-rows';
import { bestOf, Rounds } from '@inference-constructs/rehearsal/bench/levels';
import { Refusal } from '@inference-constructs/rehearsal/bench/bench-server';
import { closedLoop } from '@inference-constructs/rehearsal/server/closed-loop';

const input = (name: string, ...shape: TensorSpec['shape']): TensorSpec => ({ name, type: 'float32', shape });
const signature = (...inputs: TensorSpec[]): Signature => ({ inputs, outputs: [input('y', 'batch')] });

describe('a request of many rows', () => {
  const two = signature(input('x', 'batch', 2), input('z', 'batch'));

  test('is made of the rows of recorded ones, over and over', () => {
    const joined = joinedRows(two, [
      { x: [[1, 2]], z: [1] },
      { x: [[3, 4], [5, 6]], z: [2, 3] }, // prettier-ignore
    ]);
    expect(joined?.(4)).toEqual({ x: [[1, 2], [3, 4], [5, 6], [1, 2]], z: [1, 2, 3, 1] }); // prettier-ignore
    expect(joined?.(1)).toEqual({ x: [[1, 2]], z: [1] });
  });

  test('has rows of one length, where they differ', () => {
    const texts = signature(input('x', 'batch', 'words'));
    expect(joinedRows(texts, [{ x: [[1, 2, 3]] }, { x: [[4]] }])?.(2)).toEqual({ x: [[1, 2, 3], [1, 2, 3]] }); // prettier-ignore
  });

  test.each([
    ['nothing is recorded', two, []],
    ['a request is one row', signature(input('x', 1, 2)), [{ x: [[1, 2]] }]],
    ['an input has no rows', signature(input('x', 'batch', 2), input('k', 1)), [{ x: [[1, 2]], k: [1] }]],
    ['a recorded one has no row', two, [{ x: [], z: [] }]],
  ])('is not made where %s', (_, of, recorded) => {
    expect(joinedRows(of, recorded)).toBeUndefined();
  });

  test.each([
    [{ instances: [[1, 2], [3, 4]] }, 2], // prettier-ignore
    [{ inputs: { x: [[1, 2], [3, 4], [5, 6]], z: [1, 2, 3] } }, 3], // prettier-ignore
    ['1,2\n3,4\n', 2],
    ['1,2', 1],
    [{ row: 1 }, 1],
    [{ inputs: null }, 1],
    [{ instances: [] }, 1],
  ])('%j has %d', (body, rows) => {
    expect(rowsOf(two, { body })).toBe(rows);
    expect(rowsOf(signature(input('x', 3)), { body })).toBe(1);
  });
});

const level = (concurrency: number, requestsPerSecond: number) => ({
  concurrency,
  requestsPerSecond,
  p50Milliseconds: 1,
  p99Milliseconds: 2,
  clientShare: 0,
});

test('the fewest at once that get nearly as many answers as any are the best', () => {
  expect(bestOf([level(1, 100), level(2, 190), level(4, 200), level(8, 150)]).concurrency).toBe(2);
  expect(bestOf([level(1, 100), level(2, 189), level(4, 200), level(8, 150)]).concurrency).toBe(4);
});

test('of what is refused when more come at once nothing is said', async () => {
  let under = 0;
  let most = 0;
  const server = {
    send: async () => {
      most = Math.max(most, ++under);
      const isTooMany = under > 2;
      await new Promise(setImmediate);
      under--;
      if (isTooMany) throw new Refusal('503');
    },
  };
  const request = { body: {} };
  const rounds = new Rounds(server, { requests: [request], batches: [{ rows: 1, request }] }, 5);
  await rounds.play();
  await rounds.play();
  expect(rounds.levels.map(({ concurrency }) => concurrency)).toEqual([1, 2]);
  expect(rounds.batches.map(({ rows }) => rows)).toEqual([1]);
  expect(most).toBe(4);
});

test('a failure other than a refusal ends the measurement', async () => {
  const server = { send: () => Promise.reject(new Error('socket hang up')) };
  const rounds = new Rounds(server, { requests: [{ body: {} }], batches: [] }, 5);
  await expect(rounds.play()).rejects.toThrow('socket hang up');
});

test('no client begins with another request after one has failed', async () => {
  const sent: number[] = [];
  const send = async (request: number) => {
    sent.push(request);
    await new Promise(setImmediate);
    if (request === 2) throw new Error('refused');
  };
  const loop = { clients: 2, milliseconds: 10_000 };
  await expect(closedLoop([1, 2, 3, 4], send, loop)).rejects.toThrow('refused');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sent.length).toBeLessThanOrEqual(4);
});

test('each client sends one request at least, and all of them no more than asked for', async () => {
  const send = () => new Promise(setImmediate);
  expect((await closedLoop([1], send, { clients: 5, milliseconds: 0 })).times).toHaveLength(5);
  expect((await closedLoop([1], send, { clients: 2, milliseconds: 10_000, most: 7 })).times).toHaveLength(7);
});
