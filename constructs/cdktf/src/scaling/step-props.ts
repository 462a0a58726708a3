import type { StepsSpec } from '@inference-constructs/core/out/scaling/steps';
import type { AdjustmentType } from '@inference-constructs/core/out/scaling/step-scaling';
import type { MetricProps } from './metric-props';
import { metricSource, periodSeconds } from './metric-props';

/** A range of a metric, and what to do in it. */
export interface ScalingInterval {
  /**
   * The lower bound, in the unit of the metric.
   *
   * @default - the upper bound of the step below, or none
   */
  readonly lower?: number;

  /**
   * The upper bound, in the unit of the metric.
   *
   * @default - the lower bound of the step above, or none
   */
  readonly upper?: number;

  /** By how much the capacity changes: an amount, a share in percent, or the capacity itself, as the type says. */
  readonly change: number;
}

/** How capacity is added and removed in steps. */
export interface StepScalingProps extends MetricProps {
  /**
   * What to do in which range of the metric: at most 20 steps on each side of exactly one range that is left free, else
   * `ScalingStepsInvalid`.
   */
  readonly scalingSteps: ScalingInterval[];

  /**
   * What a step's change is: `ChangeInCapacity`, `PercentChangeInCapacity` or `ExactCapacity`, else
   * `AdjustmentTypeUnknown`.
   *
   * @default 'ChangeInCapacity'
   */
  readonly adjustmentType?: string;

  /**
   * The least number by which a change in percent changes the capacity.
   *
   * @default 1
   */
  readonly minAdjustmentMagnitude?: number;

  /**
   * Time between two changes, in whole seconds, else `CooldownOutOfRange`. A larger one is made at once.
   *
   * @default 300
   */
  readonly cooldownSeconds?: number;

  /**
   * Periods of the metric that the alarms look at.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them must be in the range of a step.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * How datapoints of a period are put together: `Average`, `Minimum` or `Maximum`.
   *
   * @default - as the statistic of the metric says, else `Average`
   */
  readonly metricAggregationType?: string;
}

/** Steps as the core has them. */
export function stepsSpec(props: StepScalingProps): StepsSpec {
  return {
    source: metricSource(props),
    periodSeconds: periodSeconds(props),
    intervals: props.scalingSteps,
    adjustmentType: props.adjustmentType as AdjustmentType | undefined,
    aggregationType: props.metricAggregationType,
    minAdjustmentMagnitude: props.minAdjustmentMagnitude,
    cooldownSeconds: props.cooldownSeconds,
    evaluationPeriods: props.evaluationPeriods,
    datapointsToAlarm: props.datapointsToAlarm,
  };
}
