import type { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import type { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import type { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { CodedeployApp } from '@cdktf/provider-aws/lib/codedeploy-app';
import type { CodedeployDeploymentConfig } from '@cdktf/provider-aws/lib/codedeploy-deployment-config';
import type { CodedeployDeploymentGroup } from '@cdktf/provider-aws/lib/codedeploy-deployment-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import type { LambdaLayerVersion } from '@cdktf/provider-aws/lib/lambda-layer-version';
import type { LambdaProvisionedConcurrencyConfig } from '@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config';
import type { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import type { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { accountOfRole } from './account';

/** A resource of the provider, and what a reference of a plan means on it. */
export interface ResourceType {
  create(scope: Construct, id: string, config: object): TerraformResource;
  /** By CloudFormation's attribute: the provider's token for it. */
  readonly attributes: Readonly<Record<string, (resource: TerraformResource) => string>>;
}

type Made<R> = new (scope: Construct, id: string, config: never) => R;

/** By a name that is made up at run time, so that building the package leaves it to Node.js. */
const load = require;

/** The provider's modules are large: each is loaded when there is a resource of it to make. */
function type<R extends TerraformResource>(
  name: string,
  attributes: Readonly<Record<string, (resource: R) => string>> = {},
): ResourceType {
  const file = name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return {
    create: (scope, id, config) => {
      const { [name]: resource } = load(`@cdktf/provider-aws/lib/${file}`) as Record<string, Made<R>>;
      return new resource(scope, id, config as never);
    },
    attributes: attributes as ResourceType['attributes'],
  };
}

/** Every CloudFormation type a plan may hold, with the attributes that plans refer to. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': type<AppautoscalingTarget>('AppautoscalingTarget'),
  // CloudFormation's Ref of a policy is its ARN.
  'AWS::ApplicationAutoScaling::ScalingPolicy': type<AppautoscalingPolicy>('AppautoscalingPolicy', {
    Ref: (policy) => policy.arn,
  }),
  // Of the scalable target in CloudFormation: a resource of its own in the provider.
  'AWS::ApplicationAutoScaling::ScheduledAction': type<AppautoscalingScheduledAction>('AppautoscalingScheduledAction'),
  'AWS::CloudWatch::Alarm': type<CloudwatchMetricAlarm>('CloudwatchMetricAlarm', { Ref: (alarm) => alarm.alarmName }),
  'AWS::CodeDeploy::Application': type<CodedeployApp>('CodedeployApp', { Ref: (application) => application.name }),
  'AWS::CodeDeploy::DeploymentConfig': type<CodedeployDeploymentConfig>('CodedeployDeploymentConfig', {
    Ref: (config) => config.deploymentConfigName,
  }),
  'AWS::CodeDeploy::DeploymentGroup': type<CodedeployDeploymentGroup>('CodedeployDeploymentGroup', {
    Ref: (group) => group.deploymentGroupName,
  }),
  'AWS::IAM::Role': type<IamRole>('IamRole', {
    Ref: (role) => role.name,
    Arn: (role) => role.arn,
    // Not CloudFormation's.
    AccountId: accountOfRole,
  }),
  'AWS::IAM::RolePolicy': type<IamRolePolicy>('IamRolePolicy'),
  'AWS::IAM::RolePolicyAttachment': type<IamRolePolicyAttachment>('IamRolePolicyAttachment'),
  'AWS::Lambda::Alias': type<LambdaAlias>('LambdaAlias', {
    Name: (alias) => alias.name,
    FunctionName: (alias) => alias.functionName,
  }),
  'AWS::Lambda::Function': type<LambdaFunction>('LambdaFunction', {
    Ref: (lambdaFunction) => lambdaFunction.functionName,
    Arn: (lambdaFunction) => lambdaFunction.arn,
  }),
  'AWS::Lambda::LayerVersion': type<LambdaLayerVersion>('LambdaLayerVersion'),
  'AWS::Lambda::ProvisionedConcurrencyConfig': type<LambdaProvisionedConcurrencyConfig>(
    'LambdaProvisionedConcurrencyConfig',
  ),
  'AWS::Lambda::Url': type<LambdaFunctionUrl>('LambdaFunctionUrl'),
  // Published by its function: see the exception `publish`.
  'AWS::Lambda::Version': type<LambdaFunction>('LambdaFunction', {
    Version: (lambdaFunction) => lambdaFunction.version,
  }),
  // CloudFormation's ARN of a log group covers its streams; the provider's does not.
  'AWS::Logs::LogGroup': type<CloudwatchLogGroup>('CloudwatchLogGroup', {
    Ref: (group) => group.name,
    Arn: (group) => `${group.arn}:*`,
  }),
  'AWS::Scheduler::Schedule': type<SchedulerSchedule>('SchedulerSchedule'),
  'AWS::SageMaker::Endpoint': type<SagemakerEndpoint>('SagemakerEndpoint'),
  'AWS::SageMaker::EndpointConfig': type<SagemakerEndpointConfiguration>('SagemakerEndpointConfiguration', {
    EndpointConfigName: (config) => config.name,
  }),
  'AWS::SageMaker::Model': type<SagemakerModel>('SagemakerModel', { ModelName: (model) => model.name }),
};
