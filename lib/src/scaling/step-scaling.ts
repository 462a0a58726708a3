export const ADJUSTMENT_TYPES = ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity'] as const;

export type AdjustmentType = (typeof ADJUSTMENT_TYPES)[number];

/** Bounds are relative to the alarm's threshold; one that is missing is infinite. */
export interface StepAdjustment {
  readonly lower?: number;
  readonly upper?: number;
  readonly adjustment: number;
}

export interface StepScaling {
  readonly adjustmentType: AdjustmentType;
  readonly steps: readonly StepAdjustment[];
  readonly minAdjustmentMagnitude?: number;
}

/**
 * The capacity that a step scaling policy asks for when a metric is `breach` above its threshold (below: negative);
 * undefined where no step is for it. Above the threshold a step includes its lower bound, below it its upper one.
 */
export function steppedCapacity(scaling: StepScaling, capacity: number, breach: number): number | undefined {
  const step = scaling.steps.find(({ lower = -Infinity, upper = Infinity }) =>
    breach >= 0 ? breach >= lower && breach < upper : breach > lower && breach <= upper,
  );
  if (step === undefined) return undefined;
  switch (scaling.adjustmentType) {
    case 'ExactCapacity':
      return step.adjustment;
    case 'ChangeInCapacity':
      return capacity + step.adjustment;
    case 'PercentChangeInCapacity':
      return capacity + percentOf(capacity, step.adjustment, scaling.minAdjustmentMagnitude ?? 1);
  }
}

/** Rounded towards zero, at least by the least magnitude. */
function percentOf(capacity: number, percent: number, least: number): number {
  if (percent === 0) return 0;
  return Math.sign(percent) * Math.max(least, 1, Math.floor((capacity * Math.abs(percent)) / 100));
}
