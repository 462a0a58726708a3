import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import type { DeclaredForecast } from '@inference-constructs/rehearsal/forecast/declared-forecast';
import { readScaling } from '@inference-constructs/rehearsal/scaling/read-scaling';
import { parseSchedule } from '@inference-constructs/rehearsal/scaling/schedule/schedule';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';

const Target = {
  Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  Properties: {
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    ResourceId: 'endpoint/scores/variant/main',
    MinCapacity: 2,
    MaxCapacity: 8,
  },
};

const Policy = {
  Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  Properties: {
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: { Ref: 'Target' },
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 200,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
    },
  },
};

/** A forecast of what two to eight instances serve, by a policy on 200 requests a minute each. */
export function declared(more: Partial<ForecastConfiguration> = {}, schedule = 'rate(1 day)'): DeclaredForecast {
  const [scaling] = readScaling(graphOfTemplate({ Resources: { Target, Policy } })).inputs;
  return {
    path: 'Stack/Forecast',
    configuration: {
      target: {
        ServiceNamespace: 'sagemaker',
        ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
        ResourceId: 'endpoint/scores/variant/main',
      },
      metric: { namespace: 'AWS/SageMaker', name: 'Invocations', dimensions: {} },
      targetPerMinute: 200,
      headroomPercent: 20,
      minCapacity: 2,
      maxCapacity: 8,
      leadMinutes: 10,
      lookbackDays: 28,
      timezone: 'UTC',
      ...more,
    },
    schedule: parseSchedule(schedule),
    scaling,
    notPlayed: [],
    instanceType: 'ml.g5.xlarge',
  };
}
