import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CodedeployApp } from '@cdktf/provider-aws/lib/codedeploy-app';
import { CodedeployDeploymentConfig } from '@cdktf/provider-aws/lib/codedeploy-deployment-config';
import { CodedeployDeploymentGroup } from '@cdktf/provider-aws/lib/codedeploy-deployment-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaLayerVersion } from '@cdktf/provider-aws/lib/lambda-layer-version';
import { LambdaProvisionedConcurrencyConfig } from '@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { accountOfRole } from './account';

/** A resource of the provider, and what a reference of a plan means on it. */
export interface ResourceType {
  create(scope: Construct, id: string, config: object): TerraformResource;
  /** By CloudFormation's attribute: the provider's token for it. */
  readonly attributes: Readonly<Record<string, (resource: TerraformResource) => string>>;
}

/** The class is asked for when there is one to make: the provider's modules are large. */
function type<R extends TerraformResource>(
  construct: () => new (scope: Construct, id: string, config: never) => R,
  attributes: Readonly<Record<string, (resource: R) => string>> = {},
): ResourceType {
  return {
    create: (scope, id, config) => new (construct())(scope, id, config as never),
    attributes: attributes as ResourceType['attributes'],
  };
}

/** Every CloudFormation type a plan may hold, with the attributes that plans refer to. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': type(() => AppautoscalingTarget),
  // CloudFormation's Ref of a policy is its ARN.
  'AWS::ApplicationAutoScaling::ScalingPolicy': type(() => AppautoscalingPolicy, { Ref: (policy) => policy.arn }),
  // Of the scalable target in CloudFormation: a resource of its own in the provider.
  'AWS::ApplicationAutoScaling::ScheduledAction': type(() => AppautoscalingScheduledAction),
  'AWS::CloudWatch::Alarm': type(() => CloudwatchMetricAlarm, { Ref: (alarm) => alarm.alarmName }),
  'AWS::CodeDeploy::Application': type(() => CodedeployApp, { Ref: (application) => application.name }),
  'AWS::CodeDeploy::DeploymentConfig': type(() => CodedeployDeploymentConfig, {
    Ref: (config) => config.deploymentConfigName,
  }),
  'AWS::CodeDeploy::DeploymentGroup': type(() => CodedeployDeploymentGroup, {
    Ref: (group) => group.deploymentGroupName,
  }),
  'AWS::IAM::Role': type(() => IamRole, {
    Ref: (role) => role.name,
    Arn: (role) => role.arn,
    // Not CloudFormation's.
    AccountId: accountOfRole,
  }),
  'AWS::IAM::RolePolicy': type(() => IamRolePolicy),
  'AWS::IAM::RolePolicyAttachment': type(() => IamRolePolicyAttachment),
  'AWS::Lambda::Alias': type(() => LambdaAlias, {
    Name: (alias) => alias.name,
    FunctionName: (alias) => alias.functionName,
  }),
  'AWS::Lambda::Function': type(() => LambdaFunction, {
    Ref: (lambdaFunction) => lambdaFunction.functionName,
    Arn: (lambdaFunction) => lambdaFunction.arn,
  }),
  'AWS::Lambda::LayerVersion': type(() => LambdaLayerVersion),
  'AWS::Lambda::ProvisionedConcurrencyConfig': type(() => LambdaProvisionedConcurrencyConfig),
  'AWS::Lambda::Url': type(() => LambdaFunctionUrl),
  // Published by its function: see the exception `publish`.
  'AWS::Lambda::Version': type(() => LambdaFunction, { Version: (lambdaFunction) => lambdaFunction.version }),
  // CloudFormation's ARN of a log group covers its streams; the provider's does not.
  'AWS::Logs::LogGroup': type(() => CloudwatchLogGroup, {
    Ref: (group) => group.name,
    Arn: (group) => `${group.arn}:*`,
  }),
  'AWS::Scheduler::Schedule': type(() => SchedulerSchedule),
  'AWS::SageMaker::Endpoint': type(() => SagemakerEndpoint),
  'AWS::SageMaker::EndpointConfig': type(() => SagemakerEndpointConfiguration, {
    EndpointConfigName: (config) => config.name,
  }),
  'AWS::SageMaker::Model': type(() => SagemakerModel, { ModelName: (model) => model.name }),
};
