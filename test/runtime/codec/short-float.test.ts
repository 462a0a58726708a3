import fc from 'fast-check';
import { shortFloat } from '@inference-constructs/runtime/codec/short-float';

it('reads back as the same float32', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => Object.is(Math.fround(shortFloat(value)), value)),
    { numRuns: 10_000 },
  );
});

it('never prints more than nine digits of a probability', () => {
  fc.assert(
    fc.property(fc.float({ min: Math.fround(1e-6), max: 1, noNaN: true }), (value) => {
      const digits = String(shortFloat(value))
        .replace(/e.*/, '')
        .replace(/^0?\.0*|\./, '');
      return digits.length <= 9;
    }),
    { numRuns: 10_000 },
  );
});

it.each([
  [0.1, '0.1'],
  [0.97735643, '0.97735643'],
  [-12.5, '-12.5'],
  [123456.789, '123456.79'],
  [1e30, '1.0000000150474662e+30'],
  [0, '0'],
])('prints %p shortly', (value, text) => {
  expect(String(shortFloat(Math.fround(value)))).toBe(text);
});

it.each([NaN, Infinity, -Infinity])('leaves %p alone', (value) => {
  expect(shortFloat(value)).toBe(value);
});
