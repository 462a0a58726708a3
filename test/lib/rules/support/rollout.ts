import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { codeDeployRules } from '@inference-constructs/core/out/rules/codedeploy';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { guardrailRules } from '@inference-constructs/core/out/rules/guardrails';
import { stepSizeRules } from '@inference-constructs/core/out/rules/step-sizes';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';

const RULES = [...stepSizeRules, ...guardrailRules, ...codeDeployRules];

/** What the rules on rollouts say of the resources of a template. */
export function broken(resources: Record<string, unknown>): string[] {
  const graph = graphOfTemplate({ Resources: resources } as Template);
  return breaches(graph, { isUnresolved: isUnresolvedValue }, RULES).map(describeBreach);
}

export const percent = (Value: unknown) => ({ Type: 'CAPACITY_PERCENT', Value });
export const VARIANT = { VariantName: 'live', InstanceType: 'ml.c7i.large', InitialInstanceCount: 2 };

/** An endpoint with a deployment configuration, and its variants. */
export function endpoint(policy: object, variants: object[] = [VARIANT]) {
  return {
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: {
        EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
        DeploymentConfig: policy,
      },
    },
    Config: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { ProductionVariants: variants } },
  };
}

export const blueGreen = (routing: object, policy: object = {}) => ({
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { WaitIntervalInSeconds: 600, ...routing }, ...policy },
});
export const canary = (value: unknown = 10, policy: object = {}) =>
  blueGreen({ Type: 'CANARY', CanarySize: percent(value) }, policy);
export const linear = (value: unknown, policy: object = {}) =>
  blueGreen({ Type: 'LINEAR', LinearStepSize: percent(value) }, policy);
export const rolling = (value: unknown, policy: object = {}) => ({
  RollingUpdatePolicy: { MaximumBatchSize: percent(value), WaitIntervalInSeconds: 600, ...policy },
});
export const timeout = (MaximumExecutionTimeoutInSeconds: unknown) => ({ MaximumExecutionTimeoutInSeconds });

export const instances = (Value: unknown) => ({ Type: 'INSTANCE_COUNT', Value });
export const canaryOf = (value: unknown) => blueGreen({ Type: 'CANARY', CanarySize: instances(value) });
export const linearOf = (value: unknown) => blueGreen({ Type: 'LINEAR', LinearStepSize: instances(value) });
export const rollingOf = (value: unknown) => ({
  RollingUpdatePolicy: { MaximumBatchSize: instances(value), WaitIntervalInSeconds: 600 },
});

/** The variant with so many instances. */
export const fleet = (InitialInstanceCount: unknown, more: object = {}) => [
  { ...VARIANT, InitialInstanceCount, ...more },
];
/** What is declared, with instances that scale. */
export const scaling = (resources: object, bounds: object) => ({
  ...resources,
  Target: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: { 'Fn::Sub': 'endpoint/${Endpoint.EndpointName}/variant/live' },
      ...bounds,
    },
  },
});

/** Variants that are on no instances. */
export const serverless = [{ VariantName: 'live', ServerlessConfig: {} }];
export const alarmed = (policy: object) => ({
  ...policy,
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
});
export const AT_ONCE = blueGreen({ Type: 'ALL_AT_ONCE' });
export const NO_VALUE = { Ref: 'AWS::NoValue' };
