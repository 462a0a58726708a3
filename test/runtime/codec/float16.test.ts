import fc from 'fast-check';
import { fromFloat16, toFloat16 } from '@inference-constructs/runtime/codec/float16';

const ALL = Array.from({ length: 0x10000 }, (_, bits) => bits);
const isNaN16 = (bits: number): boolean => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;

it('gives every float16 back', () => {
  expect(ALL.filter((bits) => !isNaN16(bits) && toFloat16(fromFloat16(bits)) !== bits)).toEqual([]);
});

it('rounds to the nearest, ties to even', () => {
  const finite = ALL.filter((bits) => bits < 0x7c00).map((bits): [number, number] => [bits, fromFloat16(bits)]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 65_519, noNaN: true }), (value) => {
      const distances = finite.map(([bits, nearby]): [number, number] => [Math.abs(nearby - value), bits]);
      const least = Math.min(...distances.map(([distance]) => distance));
      const nearest = distances.filter(([distance]) => distance === least).map(([, bits]) => bits);
      const expected = nearest.length === 1 ? nearest[0] : nearest.find((bits) => bits % 2 === 0);
      return toFloat16(value) === expected;
    }),
    { numRuns: 30 },
  );
});

it.each([
  [65_519, 0x7bff],
  [65_520, 0x7c00],
  [-Infinity, 0xfc00],
  [-0, 0x8000],
  [2 ** -25, 0],
  [2 ** -25 * 1.0001, 1],
  [NaN, 0x7e00],
])('writes %p as its bits', (value, bits) => {
  expect(toFloat16(value)).toBe(bits);
});
