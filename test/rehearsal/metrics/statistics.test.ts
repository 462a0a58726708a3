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

test.each([
  'sum',
  'p101',
  'p',
  'toString',
  'tm101',
  'pr90',
  'TM(:)',
  'TM(10%:90)',
  'TM(90%:10%)',
  'TM(10%:110%)',
  'PR(10%:90%)',
])('%s is none', (name) => {
  expect(statisticOf(name)).toBeUndefined();
});

test('a sample that counts twice is as good as two samples', () => {
  const value = fc.record({ value: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1 }),
      fc.constantFrom(
        ...['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p99'],
        ...['tm90', 'wm90', 'tc90', 'ts90', 'IQM', 'TM(20%:)', 'WM(-10:10)', 'PR(0:)', 'TC(-5:20)', 'TS(:30)'],
      ),
      (weighted, name) => {
        const repeated = weighted.flatMap(({ value: one, weight }) =>
          Array.from({ length: weight }, () => ({ value: one, weight: 1 })),
        );
        expect(statisticOf(name)?.(weighted)).toBeCloseTo(statisticOf(name)?.(repeated) ?? NaN, 9);
      },
    ),
  );
});

describe('statistics with bounds', () => {
  const ten: Sample[] = Array.from({ length: 10 }, (_, i) => ({ value: i + 1, weight: 1 }));

  test.each([
    ['tm90', 5],
    ['TM(10%:90%)', 5.5],
    ['TM(:90%)', 5],
    ['TM(80%:)', 9.5],
    ['TM(2:5)', 4],
    ['IQM', 5.5],
    ['tc90', 9],
    ['TC(2:5)', 3],
    ['TC(11:12)', 0],
    ['ts90', 45],
    ['TS(80%:)', 19],
    ['TS(2:5)', 12],
    ['wm90', 5.4],
    ['WM(10%:90%)', 5.4],
    ['WM(3:8)', 5.5],
    ['PR(:3)', 30],
    ['PR(3:8)', 50],
    ['PR(8:)', 20],
  ])('%s', (name, value) => expect(statisticOf(name)?.(ten)).toBeCloseTo(value, 12));

  test('a mean of nothing is no number', () => expect(statisticOf('TM(11:12)')?.(ten)).toBeNaN());

  test('the trimmed sum is the trimmed mean times the trimmed count, as the guide says', () => {
    const value = fc.record({
      value: fc.integer({ min: -50, max: 50 }),
      weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
    });
    const share = fc.integer({ min: 1, max: 49 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), share, share, (weighted, low, cut) => {
        const bounds = `(${low}%:${100 - cut}%)`;
        const [mean, count, sum] = ['TM', 'TC', 'TS'].map((kind) => statisticOf(kind + bounds)?.(weighted) ?? NaN);
        if (count > 0) expect(mean * count).toBeCloseTo(sum, 6);
      }),
    );
  });
});
