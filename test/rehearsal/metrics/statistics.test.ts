import fc from 'fast-check';
import type { Sample } from '@inference-constructs/rehearsal/metrics/statistics';
import { statisticOf } from '@inference-constructs/rehearsal/metrics/statistics';

const samples: Sample[] = [
  { value: 1, weight: 1 },
  { value: 5, weight: 3 },
  { value: -2, weight: 1 },
];

test.each([
  ['Sum', 14],
  ['SampleCount', 5],
  ['Average', 2.8],
  ['Minimum', -2],
  ['Maximum', 5],
  ['p0', -2],
  ['p50', 5],
  ['p40', 1],
  ['p99.9', 5],
  ['p100', 5],
])('%s', (name, value) => expect(statisticOf(name)?.(samples)).toBeCloseTo(value, 12));

test.each(['sum', 'p101', 'p', 'tm90', 'PR(0:1)', 'toString'])('%s is none', (name) => {
  expect(statisticOf(name)).toBeUndefined();
});

test('a sample that counts twice is as good as two samples', () => {
  const value = fc.record({ value: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1 }),
      fc.constantFrom('Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p99'),
      (weighted, name) => {
        const repeated = weighted.flatMap(({ value: one, weight }) =>
          Array.from({ length: weight }, () => ({ value: one, weight: 1 })),
        );
        expect(statisticOf(name)?.(weighted)).toBeCloseTo(statisticOf(name)?.(repeated) ?? NaN, 9);
      },
    ),
  );
});
