/**
 * Something in which the two engines differ although they render the same plan. A difference that is not declared here
 * fails the parity test, and so does a gap that no longer exists.
 */
export interface ParityGap {
  /** CloudFormation type, or `terraform:<type>` where there is none. */
  readonly type: string;
  /** Path of the property; of an attribute with `@`. `*` stands for one step. None: the whole resource. */
  readonly property?: string;
  /** Of a whole resource: how its construct path ends, where not every resource of the type is meant. */
  readonly path?: string;
  /** Which engine declares it; `both`, and the values differ. */
  readonly on: 'cdk' | 'cdktf' | 'both';
  /** The only value it may have on the one engine. */
  readonly value?: unknown;
  readonly reason: string;
}

const NAMES =
  'CloudFormation generates the name; Terraform requires one or would call it "terraform-" and a time, so it is built from the construct path.';
const PREFIX =
  'CloudFormation generates the name; with Terraform the provider appends what makes it unique to a prefix built from the construct path.';
const ASSETS =
  'The CDK command line uploads assets to the bucket of the bootstrap; Terraform uploads the file that lies in its output.';
const ONCE =
  'A model that an endpoint serves in several variants is one asset of the CDK; with Terraform each variant uploads its own.';
const REPLACES =
  'CloudFormation creates a replacement before it deletes what it replaces; Terraform has to be told, and the old one is in use until then.';
const DEPLOYMENT =
  'CloudFormation starts a CodeDeploy deployment when the alias changes; Terraform leaves the alias alone, and the deployer or `startDeploymentCommand` starts the deployment.';
const DEPLOYER =
  'The provider has no resource that starts a CodeDeploy deployment: a function does, which Terraform invokes.';
const POLICY =
  'The CDK writes the name as it is planned; with Terraform it is a prefix, so that deleting the policy of a past release never deletes one that is back.';
const ROLLBACK =
  'A rollback fails the CloudFormation stack; the provider calls it a success, so Terraform has to check which configuration serves.';
const REMADE =
  'Deleting an endpoint deregisters its scalable targets, and with a target go its policies and scheduled actions; Terraform, which refers to them by names that stay, would not notice when it replaces one.';
const RETAINED =
  'The provider has no argument for it: with Terraform a deployment sets the fleet back to the count that is declared.';
const TIMEOUT =
  'A fleet that scaling has grown may take more batches than the declared one, and CloudFormation waits for them; the provider waits an hour.';
const SLOW_START =
  'A start that may take long by its own timeouts gets that time as far as the engine waits, which CloudFormation does as long as SageMaker, and the provider for an hour.';
const BOUNDS =
  'A scheduled action changes the bounds of the target: CloudFormation compares with its last template, Terraform with AWS, and would set them back.';

/** Every gap there is. */
export const PARITY_GAPS: readonly ParityGap[] = [
  {
    type: 'AWS::Lambda::Alias',
    property: '@UpdatePolicy.CodeDeployLambdaAliasUpdate.ApplicationName',
    on: 'cdk',
    reason: DEPLOYMENT,
  },
  {
    type: 'AWS::Lambda::Alias',
    property: '@UpdatePolicy.CodeDeployLambdaAliasUpdate.DeploymentGroupName',
    on: 'cdk',
    reason: DEPLOYMENT,
  },
  {
    type: 'AWS::Lambda::Alias',
    property: '@UpdatePolicy.CodeDeployLambdaAliasUpdate.BeforeAllowTrafficHook',
    on: 'cdk',
    reason: `${DEPLOYMENT} It names the hook.`,
  },
  {
    type: 'AWS::Lambda::Alias',
    property: '@DependsOn.*',
    on: 'cdk',
    reason: `${DEPLOYMENT} The hook must know the new version first.`,
  },
  {
    type: 'AWS::IAM::RolePolicy',
    path: '/DeploymentRole/DefaultPolicy',
    on: 'cdk',
    reason: 'The CDK grants CodeDeploy to invoke the hook, which its managed policy allows by the name of the hook.',
  },
  {
    type: 'AWS::IAM::RolePolicy',
    path: '/AcceptanceHookRole/DefaultPolicy',
    on: 'cdk',
    reason: 'The CDK grants the hook once more to tell CodeDeploy its verdict, as it does for every hook.',
  },
  {
    type: 'AWS::Lambda::Function',
    property: '@DependsOn.AcceptanceHookRole*',
    on: 'cdk',
    reason: 'The CDK adds what the reference to the role says already.',
  },
  { type: 'AWS::Lambda::Function', path: '/RolloutDeployer', on: 'cdktf', reason: DEPLOYER },
  { type: 'AWS::Logs::LogGroup', path: '/RolloutDeployerLogs', on: 'cdktf', reason: DEPLOYER },
  { type: 'AWS::IAM::Role', path: '/RolloutDeployerRole', on: 'cdktf', reason: DEPLOYER },
  { type: 'AWS::IAM::RolePolicy', path: '/RolloutDeployerRolePolicy', on: 'cdktf', reason: DEPLOYER },
  { type: 'terraform:aws_lambda_invocation', on: 'cdktf', reason: DEPLOYER },
  {
    type: 'AWS::Lambda::Alias',
    property: '@lifecycle.ignore_changes.0',
    on: 'cdktf',
    value: 'function_version',
    reason: DEPLOYMENT,
  },
  {
    type: 'AWS::Lambda::Alias',
    property: '@lifecycle.ignore_changes.1',
    on: 'cdktf',
    value: 'routing_config',
    reason: DEPLOYMENT,
  },

  { type: 'AWS::Lambda::Function', property: 'FunctionName', on: 'cdktf', reason: NAMES },
  { type: 'AWS::Lambda::LayerVersion', property: 'LayerName', on: 'cdktf', reason: NAMES },
  { type: 'AWS::Logs::LogGroup', property: 'LogGroupName', on: 'cdktf', reason: NAMES },
  { type: 'AWS::CodeDeploy::Application', property: 'ApplicationName', on: 'cdktf', reason: NAMES },
  { type: 'AWS::CodeDeploy::DeploymentConfig', property: 'DeploymentConfigName', on: 'cdktf', reason: NAMES },
  { type: 'AWS::CodeDeploy::DeploymentGroup', property: 'DeploymentGroupName', on: 'cdktf', reason: NAMES },
  {
    type: 'AWS::CloudWatch::Alarm',
    property: 'AlarmName',
    on: 'cdktf',
    reason: `${NAMES} It ends in the release, as the logical id does with the CDK: a release brings a new alarm.`,
  },
  { type: 'AWS::IAM::Role', property: 'NamePrefix', on: 'cdktf', reason: PREFIX },
  { type: 'AWS::SageMaker::EndpointConfig', property: 'NamePrefix', on: 'cdktf', reason: PREFIX },
  { type: 'AWS::IAM::RolePolicy', property: 'PolicyName', on: 'cdk', reason: POLICY },
  { type: 'AWS::IAM::RolePolicy', property: 'NamePrefix', on: 'cdktf', reason: POLICY },

  { type: 'AWS::Lambda::Function', property: 'Code.S3Bucket', on: 'cdk', reason: ASSETS },
  { type: 'AWS::Lambda::Function', property: 'Code.S3Key', on: 'cdk', reason: ASSETS },
  { type: 'AWS::Lambda::Function', property: 'Code.Filename', on: 'cdktf', reason: ASSETS },
  { type: 'AWS::Lambda::Function', property: 'Code.SourceCodeHash', on: 'cdktf', reason: ASSETS },
  { type: 'AWS::Lambda::LayerVersion', property: 'Content.S3Bucket', on: 'cdk', reason: ASSETS },
  { type: 'AWS::Lambda::LayerVersion', property: 'Content.S3Key', on: 'cdk', reason: ASSETS },
  { type: 'AWS::Lambda::LayerVersion', property: 'Content.Filename', on: 'cdktf', reason: ASSETS },
  { type: 'AWS::Lambda::LayerVersion', property: 'Content.SourceCodeHash', on: 'cdktf', reason: ASSETS },
  {
    type: 'terraform:terraform_data',
    on: 'cdktf',
    reason:
      'An id of its own for every upload of a model, so that deleting an old one never deletes one that was uploaded again.',
  },
  {
    type: 'terraform:aws_s3_object',
    on: 'cdktf',
    reason: `${ASSETS} The archive of the model goes to \`artifactsBucket\`.`,
  },
  { type: 'AWS::SageMaker::Model', property: 'PrimaryContainer.ModelDataUrl', on: 'both', reason: ASSETS },
  { type: 'AWS::IAM::RolePolicy', property: 'PolicyDocument.Statement.2.Resource', on: 'both', reason: ASSETS },
  { type: 'AWS::IAM::RolePolicy', property: 'PolicyDocument.Statement.2.Resource.*', on: 'both', reason: ASSETS },
  { type: 'AWS::IAM::RolePolicy', property: 'PolicyDocument.Statement.2.Resource', on: 'cdk', reason: ONCE },
  { type: 'AWS::IAM::RolePolicy', property: 'PolicyDocument.Statement.2.Resource.*', on: 'cdktf', reason: ONCE },

  {
    type: 'AWS::Lambda::LayerVersion',
    property: '@lifecycle.create_before_destroy',
    on: 'cdktf',
    value: true,
    reason: REPLACES,
  },
  {
    type: 'AWS::CodeDeploy::DeploymentConfig',
    property: '@lifecycle.create_before_destroy',
    on: 'cdktf',
    value: true,
    reason: REPLACES,
  },
  {
    type: 'AWS::IAM::RolePolicy',
    property: '@lifecycle.create_before_destroy',
    on: 'cdktf',
    value: true,
    reason: REPLACES,
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    property: '@lifecycle.create_before_destroy',
    on: 'cdktf',
    value: true,
    reason: REPLACES,
  },
  {
    type: 'AWS::SageMaker::Model',
    property: '@lifecycle.create_before_destroy',
    on: 'cdktf',
    value: true,
    reason: REPLACES,
  },
  {
    type: 'AWS::SageMaker::EndpointConfig',
    property: '@lifecycle.create_before_destroy',
    on: 'cdktf',
    value: true,
    reason: REPLACES,
  },

  { type: 'AWS::SageMaker::Endpoint', property: '@lifecycle.postcondition.0.condition', on: 'cdktf', reason: ROLLBACK },
  {
    type: 'AWS::SageMaker::Endpoint',
    property: '@lifecycle.postcondition.0.error_message',
    on: 'cdktf',
    reason: ROLLBACK,
  },

  { type: 'AWS::SageMaker::Endpoint', property: 'RetainAllVariantProperties', on: 'cdk', reason: RETAINED },
  {
    type: 'AWS::SageMaker::Endpoint',
    property: 'DeploymentConfig.RollingUpdatePolicy.MaximumExecutionTimeoutInSeconds',
    on: 'both',
    reason: TIMEOUT,
  },
  {
    type: 'AWS::SageMaker::Endpoint',
    property: 'DeploymentConfig.BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds',
    on: 'both',
    reason: SLOW_START,
  },
  {
    type: 'AWS::SageMaker::Endpoint',
    property: 'ExcludeRetainedVariantProperties.*.VariantPropertyType',
    on: 'cdk',
    reason: RETAINED,
  },
  ...['ScalableTarget', 'ScalingPolicy'].map((type) => ({
    type: `AWS::ApplicationAutoScaling::${type}`,
    property: '@lifecycle.replace_triggered_by.0',
    on: 'cdktf' as const,
    reason: REMADE,
  })),
  {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    property: '@lifecycle.ignore_changes.0',
    on: 'cdktf',
    value: 'min_capacity',
    reason: BOUNDS,
  },
  {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    property: '@lifecycle.ignore_changes.1',
    on: 'cdktf',
    value: 'max_capacity',
    reason: BOUNDS,
  },

  {
    type: 'AWS::Lambda::Function',
    property: 'LoggingConfig.LogFormat',
    on: 'cdktf',
    value: 'Text',
    reason: 'What CloudFormation takes when nothing is said must be said to Terraform.',
  },
  {
    type: 'AWS::Lambda::Function',
    property: '@DependsOn.Role',
    on: 'cdk',
    reason: 'The CDK adds what the reference to the role says already.',
  },
  {
    type: 'AWS::Logs::LogGroup',
    property: '@*Policy',
    on: 'cdk',
    value: 'Retain',
    reason:
      'Deleting a stack of the CDK keeps the log (`logRemovalPolicy`); `terraform destroy` deletes it with everything else, unless told otherwise.',
  },
  {
    type: 'AWS::Logs::LogGroup',
    property: 'SkipDestroy',
    on: 'cdktf',
    value: true,
    reason: 'How Terraform is told to keep the log (`retainLogs`), which the CDK does with a policy.',
  },
  {
    type: 'AWS::Lambda::Version',
    property: '@*Policy',
    on: 'cdk',
    reason: 'CloudFormation must be told to keep old versions; the provider never deletes them.',
  },
  {
    type: 'AWS::Lambda::Version',
    property: '@aws:cdk:do-not-refactor',
    on: 'cdk',
    value: true,
    reason: 'A note of the CDK to its own command line.',
  },
];

/** Whether a difference of the given kind is declared by a gap. */
export function isGap(
  gap: ParityGap,
  type: string,
  property: string | undefined,
  on: ParityGap['on'],
  value: unknown,
  path = '',
) {
  if (gap.type !== type || gap.on !== on) return false;
  if (gap.path !== undefined && !path.endsWith(gap.path)) return false;
  if (gap.value !== undefined && gap.value !== value) return false;
  if (gap.property === undefined || property === undefined) return gap.property === property;
  const steps = gap.property.split('*').map((text) => text.replace(/[.\\^$|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${steps.join('[^.]*')}$`).test(property);
}
