import type { StepScaling } from '../../../lib/src/scaling/step-scaling';
import { steppedCapacity } from '../../../lib/src/scaling/step-scaling';
import { trackedCapacity } from '../../../lib/src/scaling/target-tracking';

const change: StepScaling = {
  adjustmentType: 'ChangeInCapacity',
  steps: [
    { upper: -20, adjustment: -2 },
    { lower: -20, upper: 0, adjustment: -1 },
    { lower: 0, upper: 15, adjustment: 1 },
    { lower: 15, adjustment: 3 },
  ],
};

test.each([
  [0, 6],
  [14.9, 6],
  [15, 8],
  [1000, 8],
  [-0.1, 4],
  [-19.9, 4],
  // Below the threshold the upper bound is in the step, the lower one is not.
  [-20, 3],
  [-1000, 3],
])('5 units, %d beyond the threshold: %i', (breach, capacity) => {
  expect(steppedCapacity(change, 5, breach)).toBe(capacity);
});

test('a breach that no step is for asks for nothing', () => {
  expect(steppedCapacity({ ...change, steps: [{ lower: 5, adjustment: 1 }] }, 5, 2)).toBeUndefined();
});

// As the guide rounds: towards zero, and never to nothing.
test.each([
  [10, 25, undefined, 12],
  [10, -25, undefined, 8],
  [3, 10, undefined, 4],
  [3, -10, undefined, 2],
  [4, 25, 2, 6],
  [10, 67, 2, 16],
  [0, 100, undefined, 1],
])('%i units and %d percent, at least %s: %i', (capacity, adjustment, minAdjustmentMagnitude, expected) => {
  const percent: StepScaling = {
    adjustmentType: 'PercentChangeInCapacity',
    steps: [{ adjustment }],
    minAdjustmentMagnitude,
  };
  expect(steppedCapacity(percent, capacity, 1)).toBe(expected);
});

test('an exact capacity is what it says', () => {
  expect(steppedCapacity({ adjustmentType: 'ExactCapacity', steps: [{ adjustment: 7 }] }, 2, 1)).toBe(7);
});

test.each([
  [1, 130, 5, 26],
  [2, 100, 100, 2],
  [3, 0.1 + 0.2, 0.3, 3],
  [4, 10, 100, 1],
  [4, 0, 100, 0],
  [0, 12, 5, 3],
])('%i units that measured %d, for a target of %d: %i', (capacity, measured, target, expected) => {
  expect(trackedCapacity(capacity, measured, target)).toBe(expected);
});
