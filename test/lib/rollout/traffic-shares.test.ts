import fc from 'fast-check';
import { declaredPercent, instancesBeside, trafficShares } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { StepSize, VariantFleet } from '@inference-constructs/core/out/rollout/traffic-shares';

const percent = (value: number): StepSize => ({ unit: 'percent', value });
const instances = (value: number): StepSize => ({ unit: 'instances', value });
const fleet = (...sizes: (number | undefined)[]): VariantFleet[] =>
  sizes.map((size) => ({ weight: 1, instances: size }));

type Strategy = Parameters<typeof trafficShares>[0]['strategy'];

test.each<[string, Strategy, StepSize | undefined, VariantFleet[], number[]]>([
  ['all at once', 'all-at-once', undefined, fleet(4), [100]],
  ['a canary whose size is not known', 'canary', undefined, fleet(4), [100]],
  ['a tenth of ten', 'canary', percent(10), fleet(10), [10, 100]],
  ['a tenth of two is one', 'canary', percent(10), fleet(2), [50, 100]],
  ['a tenth of one is all', 'canary', percent(10), fleet(1), [100]],
  ['a tenth of an unknown number', 'canary', percent(10), fleet(undefined), [10, 100]],
  ['three of twelve', 'canary', instances(3), fleet(12), [25, 100]],
  ['three of an unknown number', 'canary', instances(3), fleet(undefined), [100]],
  ['ten percent ten times is ten steps', 'linear', percent(10), fleet(10), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
  ['thirds', 'linear', percent(33), fleet(100), [33, 66, 99, 100]],
  ['two of three', 'linear', instances(2), fleet(3), [66.67, 100]],
  ['variants by their own numbers', 'canary', percent(10), fleet(10, 2), [30, 100]],
  ['variants without weights', 'canary', percent(50), fleet(2, 2).map((one) => ({ ...one, weight: 0 })), [50, 100]],
  ['batches of half of three are of one', 'rolling', percent(50), fleet(3), [33.33, 66.67, 100]],
  ['a batch is at least one', 'rolling', percent(5), fleet(2), [50, 100]],
  ['a tenth of a fleet that is not in the template', 'canary', percent(10), [], [10, 100]],
  ['quarters of a fleet that is not in the template', 'linear', percent(25), [], [25, 50, 75, 100]],
  ['batches of a fleet that is not in the template', 'rolling', percent(40), [], [40, 80, 100]],
  ['two of a fleet that is not in the template', 'linear', instances(2), [], [100]],
  ['batches of an unknown number', 'rolling', percent(40), fleet(undefined), [40, 80, 100]],
])('%s', (_, strategy, size, variants, expected) => {
  expect(trafficShares({ strategy, size }, variants)).toEqual(expected);
});

test('shares rise to all of the traffic, however small the step', () => {
  const size = fc.record({
    unit: fc.constantFrom('percent', 'instances'),
    value: fc.double({ min: 1e-9, max: 200, noNaN: true }),
  });
  const variants = fc.array(
    fc.record(
      { weight: fc.nat(3), instances: fc.option(fc.nat(40), { nil: undefined }) },
      { requiredKeys: ['weight'] },
    ),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(fc.constantFrom<Strategy>('canary', 'linear', 'rolling'), size, variants, (strategy, step, sizes) => {
      const shares = trafficShares({ strategy, size: step as StepSize }, sizes);
      expect(shares.at(-1)).toBe(100);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      expect(shares[0]).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('what is declared is rounded to no instance', () => {
  expect(declaredPercent(percent(10), fleet(2))).toBe(10);
  expect(declaredPercent(instances(3), fleet(8, 4))).toBe(25);
  expect(declaredPercent(instances(3), fleet(undefined))).toBe(100);
});

test.each<[Strategy, StepSize | undefined, number]>([
  ['all-at-once', undefined, 8],
  ['canary', percent(10), 8],
  ['rolling', percent(50), 4],
  ['rolling', percent(1), 1],
  ['rolling', instances(20), 8],
  ['rolling', undefined, 8],
])('beside 8 instances stand, with %s of %j, %d', (kind, size, beside) => {
  expect(instancesBeside({ kind, size }, 8)).toBe(beside);
});
