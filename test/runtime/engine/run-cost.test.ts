import { elementsOf, lineThrough, RunCost } from '@inference-constructs/runtime/engine/run-cost';

it('knows nothing before it has seen anything', () => {
  expect(new RunCost().of(100, 3)).toBe(0);
});

it('begins with what was measured', () => {
  const cost = new RunCost({ fixed: 2, perRow: 3, rowElements: 10 });
  expect(cost.of(10)).toBe(5);
  expect(cost.of(40, 2)).toBe(16);
});

it('takes one measured run for one whose time mostly grows with its input', () => {
  const cost = new RunCost(lineThrough(10, 5));
  expect(cost.of(5)).toBeCloseTo(10);
  expect(cost.of(50)).toBeCloseTo(91);
});

it('takes the first run as it is where nothing was measured', () => {
  const cost = new RunCost();
  cost.observe(4, 20);
  expect(cost.of(4)).toBeCloseTo(20);
});

it.each([
  ['slower', 20],
  ['quicker', 2],
])('follows a machine that gets %s', (_, milliseconds) => {
  const cost = new RunCost({ fixed: 1, perRow: 9, rowElements: 1 });
  for (let run = 0; run < 60; run++) {
    cost.observe(1, milliseconds);
  }
  expect(cost.of(1)).toBeCloseTo(milliseconds, 1);
});

it('learns from sizes that differ what a run takes in any case', () => {
  const cost = new RunCost(lineThrough(10, 1));
  for (let run = 0; run < 400; run++) {
    const rows = run % 2 === 0 ? 1 : 32;
    cost.observe(rows, 8 + 0.5 * rows);
  }
  expect(cost.of(1)).toBeCloseTo(8.5, 0);
  expect(cost.of(32)).toBeCloseTo(24, 0);
});

it('does not let one stall spoil it', () => {
  const cost = new RunCost({ fixed: 1, perRow: 9, rowElements: 1 });
  cost.observe(1, 10_000);
  expect(cost.of(1)).toBeLessThan(20);
  expect(cost.longest).toBe(10_000);
});

it('stays a number whatever it sees', () => {
  const cost = new RunCost();
  for (const [elements, milliseconds] of [
    [0, 0],
    [0, 5],
    [7, 0],
    [7, 1e9],
    [0, 3],
  ]) {
    cost.observe(elements, milliseconds);
    expect(cost.of(10, 2)).toBeGreaterThanOrEqual(0);
  }
});

it('counts the elements of all inputs', () => {
  const feeds = {
    a: { type: 'float32', dims: [2, 3], data: new Float32Array(6) },
    b: { type: 'string', dims: [2], data: ['x', 'y'] },
  } as const;
  expect(elementsOf({ ...feeds, b: { ...feeds.b, data: ['x', 'y'] } })).toBe(8);
});
