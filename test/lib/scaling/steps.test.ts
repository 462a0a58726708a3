import type { Scaled } from '@inference-constructs/core/out/scaling/scaled';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { FUNCTION, INSTANCES, TOKEN, source, spec } from './support/spec';

describe('steps', () => {
  const decided = (intervals: { lower?: number; upper?: number; change: number }[], scaled: Scaled = INSTANCES) =>
    decideSteps(spec({ scaled }), 'It', { source, periodSeconds: 60, intervals }).resources;

  test('on both sides become two alarms with bounds relative to their thresholds', () => {
    const resources = decided([
      { lower: 100, change: 3 },
      { upper: 10, change: -1 },
      { lower: 50, change: 1 },
    ]);
    expect(resources.map(({ id }) => id)).toEqual(['ItLowerPolicy', 'ItLowerAlarm', 'ItUpperPolicy', 'ItUpperAlarm']);
    expect(resources[1].properties).toMatchObject({ Threshold: 10, ComparisonOperator: 'LessThanOrEqualToThreshold' });
    expect(resources[3].properties).toMatchObject({
      Threshold: 50,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(resources[2].properties.StepScalingPolicyConfiguration).toMatchObject({
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 50, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 50, ScalingAdjustment: 3 },
      ],
    });
  });

  const remedy =
    '. write steps that leave one range free, for example { upper: 10, change: -1 } and { lower: 50, change: 1 }';
  test.each([
    [[], 'steps (none): at least 1'],
    [[{ lower: 5, upper: 5, change: 1 }], 'step 5 to 5: a lower bound below its upper one'],
    [
      [
        { lower: 1, upper: 6, change: 1 },
        { lower: 5, change: 2 },
      ],
      'steps 1 to 6 and 5 to Infinity: no overlap',
    ],
    [[{ change: 1 }], 'ranges of the metric without a step (0): exactly 1, in which the capacity stays as it is'],
    [
      [
        { upper: 1, change: -1 },
        { lower: 5, upper: 6, change: 2 },
      ],
      'ranges of the metric without a step (2): exactly 1, in which the capacity stays as it is',
    ],
    [Array.from({ length: 21 }, (_, i) => ({ lower: i, change: i })), 'steps on one side (21): at most 20'],
  ])('%j are refused', (intervals, message) => {
    expect(() => decided(intervals)).toThrow(message + remedy);
  });

  test('of a function are refused', () => {
    expect(() => decided([{ lower: 1, change: 1 }], FUNCTION)).toThrow(
      'step scaling (of a function): not for provisioned concurrency, which Lambda only lets a target or a schedule change. ' +
        'scale on utilization or on a schedule',
    );
  });

  test('with tokens for bounds are refused', () => {
    expect(() => decided([{ lower: TOKEN, change: 1 }])).toThrow(
      'bounds of a step (a token): must be known at synth, because thresholds are computed from them. pass literals',
    );
  });
});
