import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { scalingRules } from '@inference-constructs/core/out/rules/scaling';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
export const INSTANCES = 'sagemaker:variant:DesiredInstanceCount';
export const CONCURRENCY = 'lambda:function:ProvisionedConcurrency';

const endpointId = { 'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/live']] };

/** What is said of an endpoint that scales, beside or instead of what is said of each. */
export interface Given {
  readonly target?: object;
  readonly endpoint?: object;
  readonly configuration?: object;
  readonly variant?: object;
  readonly policy?: object;
  readonly metadata?: object;
}

function resources({ target, endpoint, configuration, variant, policy, metadata }: Given) {
  return {
    Config: {
      Type: 'AWS::SageMaker::EndpointConfig',
      Properties: {
        ProductionVariants: [
          { VariantName: 'live', ModelName: 'm', InstanceType: 'ml.g5.12xlarge', InitialInstanceCount: 2, ...variant },
        ],
        ...configuration,
      },
    },
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: {
        EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
        RetainAllVariantProperties: true,
        ...endpoint,
      },
    },
    Target: {
      Type: TARGET,
      Properties: {
        ServiceNamespace: 'sagemaker',
        ScalableDimension: INSTANCES,
        ResourceId: endpointId,
        MinCapacity: 2,
        MaxCapacity: 8,
        ...target,
      },
    },
    ...(policy === undefined
      ? {}
      : {
          Policy: { Type: POLICY, Properties: { ScalingTargetId: { Ref: 'Target' }, ...policy }, Metadata: metadata },
        }),
  };
}

export const graphOf = (given: Given) => graphOfTemplate({ Resources: resources(given) } as unknown as Template);
export const context = { isUnresolved: isUnresolvedValue };

/** What the rules on scaling say of it. */
export function broken(given: Given): string[] {
  return breaches(graphOf(given), context, scalingRules).map(describeBreach);
}

export const functionTarget = {
  ServiceNamespace: 'lambda',
  ScalableDimension: CONCURRENCY,
  ResourceId: 'function:f:live',
};
const tracked = (specification: object, TargetValue = 70) => ({
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: { TargetValue, ...specification },
});
export const predefined = (PredefinedMetricType: string) =>
  tracked({ PredefinedMetricSpecification: { PredefinedMetricType } });
export const utilization = (MetricName: string, target?: number) =>
  tracked({ CustomizedMetricSpecification: { Namespace: '/aws/sagemaker/Endpoints', MetricName } }, target);
export const steps = (...bounds: [number | undefined, number | undefined][]) => ({
  PolicyType: 'StepScaling',
  StepScalingPolicyConfiguration: {
    StepAdjustments: bounds.map(([MetricIntervalLowerBound, MetricIntervalUpperBound]) => ({
      ...(MetricIntervalLowerBound === undefined ? {} : { MetricIntervalLowerBound }),
      ...(MetricIntervalUpperBound === undefined ? {} : { MetricIntervalUpperBound }),
      ScalingAdjustment: 1,
    })),
  },
});
export const scheduled = (action: object) => ({ ScheduledActions: [{ ScheduledActionName: 'night', ...action }] });
export const actions = (...bounds: object[]) => ({
  ScheduledActions: bounds.map((ScalableTargetAction, i) => ({
    ScheduledActionName: `a${i}`,
    Schedule: 'rate(1 day)',
    ScalableTargetAction,
  })),
});

/** A target of another variant of the endpoint. */
export const onVariant = (name: string) => ({
  ResourceId: { 'Fn::Sub': `endpoint/\${Endpoint.EndpointName}/variant/${name}` },
});
export const canary = {
  DeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY' } } },
};
export const variants = (ProductionVariants: unknown) => ({ configuration: { ProductionVariants } });
