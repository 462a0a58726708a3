import type { PlannedResource } from '../plan/plan';
import type { SourceMetric } from './metric-source';
import { alarmMetric, singleMetric } from './metric-source';
import { ref } from '../plan/plan';
import type { ScalingSpec } from './scaling-spec';
import { stepPolicy } from './step-policy';

export const WAKE_UP_ID = 'WakeUp';

interface Signal {
  readonly metric: SourceMetric;
  readonly evaluationPeriods: number;
}

/**
 * What is published while requests find no capacity. Target tracking cannot add to none: what it tracks is per unit.
 * Source: the guides of SageMaker for asynchronous endpoints and for inference components.
 */
function signalOf({ scaled }: ScalingSpec): Signal | undefined {
  switch (scaled.kind) {
    case 'asynchronous-instances':
      return {
        metric: {
          namespace: 'AWS/SageMaker',
          name: 'HasBacklogWithoutCapacity',
          dimensions: { EndpointName: scaled.endpointName },
          statistic: 'Average',
        },
        evaluationPeriods: 2,
      };
    case 'copies':
      return {
        metric: {
          namespace: 'AWS/SageMaker',
          name: 'NoCapacityInvocationFailures',
          dimensions: { InferenceComponentName: scaled.inferenceComponentName },
          statistic: 'Maximum',
        },
        evaluationPeriods: 1,
      };
    default:
      return undefined;
  }
}

/** The first unit, for a request that finds none. */
export function decideWakeUp(spec: ScalingSpec): PlannedResource[] {
  const signal = signalOf(spec);
  if (signal === undefined) return [];
  const policy = stepPolicy(spec, `${WAKE_UP_ID}Policy`, {
    AdjustmentType: 'ChangeInCapacity',
    MetricAggregationType: signal.metric.statistic,
    StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
  });
  return [
    policy,
    {
      id: `${WAKE_UP_ID}Alarm`,
      type: 'AWS::CloudWatch::Alarm',
      properties: {
        AlarmDescription: 'Requests find no capacity: adds the first unit.',
        ...alarmMetric(singleMetric(signal.metric), 60),
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        EvaluationPeriods: signal.evaluationPeriods,
        DatapointsToAlarm: signal.evaluationPeriods,
        TreatMissingData: 'missing',
        AlarmActions: [ref(policy.id)],
      },
    },
  ];
}
