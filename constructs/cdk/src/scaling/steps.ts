import type { BasicStepScalingPolicyProps } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { StepsSpec } from '@inference-constructs/core/out/scaling/steps';
import { inSeconds } from '../units';
import { metricSource, periodSeconds } from './metric-source';

/** Steps as the core has them. */
export function stepsSpec(props: BasicStepScalingPolicyProps): StepsSpec {
  return {
    source: metricSource(props.metric),
    periodSeconds: periodSeconds(props.metric),
    intervals: props.scalingSteps,
    adjustmentType: props.adjustmentType,
    aggregationType: props.metricAggregationType,
    minAdjustmentMagnitude: props.minAdjustmentMagnitude,
    cooldownSeconds: inSeconds('step cooldown', props.cooldown),
    evaluationPeriods: props.evaluationPeriods,
    datapointsToAlarm: props.datapointsToAlarm,
  };
}
