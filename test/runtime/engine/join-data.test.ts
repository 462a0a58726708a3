import { joinData } from '@inference-constructs/runtime/engine/join-data';

it('joins neighbours without copying them', () => {
  const slab = Float32Array.of(0, 1, 2, 3, 4);
  const joined = joinData([slab.subarray(1, 2), slab.subarray(2, 4)]) as Float32Array;
  expect([...joined]).toEqual([1, 2, 3]);
  expect(joined.buffer).toBe(slab.buffer);
});

it.each([
  ['another order', (slab: Float32Array) => [slab.subarray(2, 3), slab.subarray(0, 2)]],
  ['a gap', (slab: Float32Array) => [slab.subarray(2, 3), slab.subarray(4, 6)]],
  ['another buffer', () => [Float32Array.of(2), Float32Array.of(0, 1)]],
])('copies parts with %s', (_, parts) => {
  const slab = Float32Array.of(0, 1, 2, 9, 0, 1);
  const joined = joinData(parts(slab)) as Float32Array;
  expect([...joined]).toEqual([2, 0, 1]);
  expect(joined.buffer).not.toBe(slab.buffer);
});

it('joins texts', () => {
  expect(joinData([['a'], ['b', 'c']])).toEqual(['a', 'b', 'c']);
});
