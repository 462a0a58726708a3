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
  test('ten percent of 60 requests a minute for 13 minutes is enough for a balanced model', () => {
    const power = collapsePower([0.37, 0.63], 60, 10, 780);
    expect(power.expectedRows).toBe(78);
    expect(power.rowsNeeded).toBe(39);
    expect(power.power).toBeGreaterThan(0.999);
  });

  test('a rare class makes the collapse to the other one hard to see', () => {
    expect(collapsePower([0.01, 0.99], 60, 10, 780)).toMatchObject({ rowsNeeded: 1585, power: expect.closeTo(0, 6) });
  });

  test('more traffic helps', () => {
    const few = collapsePower([0.37, 0.63], 6, 10, 780).power;
    const many = collapsePower([0.37, 0.63], 600, 10, 780).power;
    expect(few).toBeLessThan(0.01);
    expect(many).toBeCloseTo(1, 9);
  });
});
