import { collapsePower } from '@inference-constructs/core/out/monitoring/power';
import { fewestRows, poissonAtLeast } from '@inference-constructs/core/out/monitoring/significance';

// Expected values: the sum of the distribution, in double precision.
test.each([
  [0, 5, 1],
  [1, 0, 0],
  [1, 1, 0.6321205588],
  [39, 78, 0.9999996138],
  [39, 30, 0.0648443223],
  [30, 30, 0.5242830139],
])('the chance of at least %i events when %d are expected is %d', (atLeast, mean, chance) => {
  expect(poissonAtLeast(atLeast, mean)).toBeCloseTo(chance, 6);
});

test('no mean makes an infinity of events, and a great many take no time to be told unlikely', () => {
  expect(poissonAtLeast(Infinity, 420)).toBe(0);
  expect(poissonAtLeast(1e15, 420)).toBeCloseTo(0, 9);
});

test('means beyond the range of exp() use the normal approximation', () => {
  expect(poissonAtLeast(1000, 1000)).toBeCloseTo(0.508, 2);
  expect(poissonAtLeast(900, 1000)).toBeGreaterThan(0.999);
});

test.each([
  [0.5, 36],
  [0.37, 39],
  [0.1, 100],
  [0.01, 910],
])('the normal approximation of a share of %d needs %i rows', (share, rows) => {
  expect(fewestRows(share)).toBe(rows);
});

describe('what a canary sees of a collapse to one class', () => {
  const canary = { rates: [0.37, 0.63], heldOutRows: 1000, requestsPerMinute: 60, percent: 10, windowSeconds: 780 };

  test('ten percent of 60 requests a minute in a window of 13 minutes, the last not arrived, is enough', () => {
    const power = collapsePower(canary);
    expect(power.expectedRows).toBe(72);
    expect(power.rowsNeeded).toBe(39);
    expect(power.power).toBeGreaterThan(0.999);
  });

  test('a rare class makes the collapse to the other one hard to see', () => {
    const rare = { ...canary, rates: [0.01, 0.99], heldOutRows: 100_000 };
    // 1 / (0.01 / (16 * 0.99) - 1 / 100000)
    expect(collapsePower(rare)).toMatchObject({ rowsNeeded: 1610, power: expect.closeTo(0, 6) });
  });

  test('too few held-out rows make it invisible, whatever the traffic', () => {
    const rare = { ...canary, rates: [0.01, 0.99], requestsPerMinute: 1_000_000 };
    expect(collapsePower(rare)).toMatchObject({ rowsNeeded: Infinity, power: 0 });
  });

  test('a rare class beside commoner ones does not hide a collapse to one of them', () => {
    const many = { ...canary, rates: [0.6, 0.3, 0.09, 0.01] };
    expect(collapsePower(many)).toMatchObject({ rowsNeeded: 38 });
  });

  test('more traffic helps', () => {
    const power = (requestsPerMinute: number) => collapsePower({ ...canary, requestsPerMinute }).power;
    expect(power(6)).toBeLessThan(0.01);
    expect(power(600)).toBeCloseTo(1, 9);
  });
});
