import { InferenceError } from '../errors';
import type { Plan, PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import type { MetricSource } from './metric-source';
import { alarmMetric, checkSource, statisticOf } from './metric-source';
import type { ScalingSpec } from './scaling-spec';
import type { ScalingInterval, Side } from './step-intervals';
import { splitIntervals } from './step-intervals';
import { stepPolicy } from './step-policy';
import type { AdjustmentType } from './step-scaling';
import { ADJUSTMENT_TYPES } from './step-scaling';
import { STEP_COOLDOWN_SECONDS } from './dimensions';
import { checkCooldown } from './tracking';

export interface StepsSpec {
  readonly source: MetricSource;
  readonly periodSeconds: number;
  readonly intervals: readonly ScalingInterval[];
  readonly adjustmentType?: AdjustmentType;
  /** How datapoints of a period are put together: `Average`, `Minimum` or `Maximum`. Default: as the statistic says. */
  readonly aggregationType?: string;
  readonly minAdjustmentMagnitude?: number;
  readonly cooldownSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
}

/** Aggregations of a step policy; another statistic is averaged. */
const AGGREGATIONS = ['Minimum', 'Maximum'];

/** Adds and removes capacity by what the metric is: an alarm and a policy on each side of where nothing is to be done. */
export function decideSteps(spec: ScalingSpec, id: string, steps: StepsSpec): Plan {
  if (spec.scaled.kind === 'function-concurrency') {
    throw new InferenceError(
      'StepScalingUnsupported',
      'step scaling (of a function): not for provisioned concurrency, which Lambda only lets a target or a schedule change. scale on utilization or on a schedule',
    );
  }
  checkSource(steps.source);
  checkAdjustmentType(steps.adjustmentType);
  checkCooldown(spec, 'step', steps.cooldownSeconds ?? STEP_COOLDOWN_SECONDS);
  checkKnown(spec, steps.intervals);
  const { below, above } = splitIntervals(steps.intervals);
  return {
    resources: [
      ...(below === undefined ? [] : side(spec, `${id}Lower`, steps, below, 'LessThanOrEqualToThreshold')),
      ...(above === undefined ? [] : side(spec, `${id}Upper`, steps, above, 'GreaterThanOrEqualToThreshold')),
    ],
    notes: [],
  };
}

/** An alarm's threshold is where they end, and they are relative to it. */
function checkKnown({ isUnresolved }: ScalingSpec, intervals: readonly ScalingInterval[]): void {
  if (!intervals.some(({ lower, upper }) => isUnresolved(lower) || isUnresolved(upper))) return;
  throw new InferenceError(
    'ScalingStepsUnknown',
    'bounds of a step (a token): must be known at synth, because thresholds are computed from them. pass literals',
  );
}

function checkAdjustmentType(type: AdjustmentType = 'ChangeInCapacity'): void {
  if (ADJUSTMENT_TYPES.includes(type)) return;
  throw new InferenceError(
    'AdjustmentTypeUnknown',
    `adjustment type (${JSON.stringify(type)}): one of ${ADJUSTMENT_TYPES.join(', ')}. choose one of them`,
  );
}

function side(
  spec: ScalingSpec,
  id: string,
  steps: StepsSpec,
  { threshold, intervals }: Side,
  comparison: string,
): PlannedResource[] {
  const statistic = statisticOf(steps.source);
  const policy = stepPolicy(spec, `${id}Policy`, {
    AdjustmentType: steps.adjustmentType ?? 'ChangeInCapacity',
    ...(steps.cooldownSeconds === undefined ? {} : { Cooldown: steps.cooldownSeconds }),
    MetricAggregationType:
      steps.aggregationType ?? (statistic !== undefined && AGGREGATIONS.includes(statistic) ? statistic : 'Average'),
    ...(steps.minAdjustmentMagnitude === undefined ? {} : { MinAdjustmentMagnitude: steps.minAdjustmentMagnitude }),
    StepAdjustments: intervals.map((interval) => adjustment(interval, threshold)),
  });
  const evaluationPeriods = steps.evaluationPeriods ?? 1;
  return [
    policy,
    {
      id: `${id}Alarm`,
      type: 'AWS::CloudWatch::Alarm',
      properties: {
        AlarmDescription: `Calls a scaling policy ${comparison.startsWith('Less') ? 'at or below' : 'at or above'} its threshold.`,
        ...alarmMetric(steps.source, steps.periodSeconds),
        ComparisonOperator: comparison,
        Threshold: threshold,
        EvaluationPeriods: evaluationPeriods,
        DatapointsToAlarm: steps.datapointsToAlarm ?? evaluationPeriods,
        AlarmActions: [ref(policy.id)],
      },
    },
  ];
}

/** Bounds are relative to the threshold. */
function adjustment({ lower, upper, change }: ScalingInterval, threshold: number): Properties {
  return {
    ...(lower === undefined ? {} : { MetricIntervalLowerBound: lower - threshold }),
    ...(upper === undefined ? {} : { MetricIntervalUpperBound: upper - threshold }),
    ScalingAdjustment: change,
  };
}
