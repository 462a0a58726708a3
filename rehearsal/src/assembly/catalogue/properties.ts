type Rules = Readonly<Record<string, 'read' | { readonly withoutEffect: string } | { readonly notPlayed: string }>>;

const NAME_ONLY = { withoutEffect: 'a text for people' };
const ANSWERS = { withoutEffect: 'answers stay on this machine' };
const SAID = { withoutEffect: 'the dimension says it' };
const PERMISSION = { withoutEffect: 'permissions are checked before anything is played' };
const BUCKET = { withoutEffect: 'the asset is taken from this machine' };
const ONLY_LAMBDA = { withoutEffect: 'on Lambda there is one choice' };
const WINDOW = { notPlayed: 'each invocation comes at the beginning of its window' };
const ROOM = { notPlayed: 'there is room for every copy: the instances below them are not played' };
const COLD = { notPlayed: 'how sandboxes are kept warm is not played' };
const PROVISIONED = { notPlayed: 'how it is scaled is played, not how sandboxes are kept warm' };

/**
 * What becomes of the properties of types that are played, by path; a path covers what is below it. What is not here is
 * listed as not played.
 */
const PROPERTIES: Readonly<Record<string, Rules>> = {
  'AWS::Lambda::Function': {
    FunctionName: 'read',
    Description: 'read',
    'Code.S3Key': 'read',
    'Code.Filename': 'read',
    'Code.ZipFile': 'read',
    'Code.SourceCodeHash': { withoutEffect: 'the content of the file itself tells one release from the next' },
    'Code.S3Bucket': BUCKET,
    'Code.S3ObjectVersion': BUCKET,
    Handler: 'read',
    Runtime: 'read',
    Architectures: 'read',
    Layers: 'read',
    MemorySize: 'read',
    Timeout: 'read',
    'Environment.Variables': 'read',
    PackageType: { withoutEffect: 'the code says it' },
    Role: PERMISSION,
    KmsKeyArn: PERMISSION,
    LoggingConfig: { withoutEffect: 'what is logged stays on this machine' },
    Tags: NAME_ONLY,
    Publish: 'read',
    ReservedConcurrentExecutions: { notPlayed: 'requests are not throttled' },
    SnapStart: COLD,
    VpcConfig: { notPlayed: 'there is no network around what is played' },
    FileSystemConfigs: { notPlayed: 'no file system is mounted' },
    EphemeralStorage: { notPlayed: "the size of /tmp is this machine's" },
    DeadLetterConfig: { notPlayed: 'asynchronous invocations are not played' },
    TracingConfig: { notPlayed: 'nothing is traced' },
  },
  'AWS::Lambda::Version': {
    FunctionName: 'read',
    Description: NAME_ONLY,
    CodeSha256: { withoutEffect: 'it only guards the deployment' },
    ProvisionedConcurrencyConfig: COLD,
  },
  'AWS::Lambda::Alias': {
    FunctionName: 'read',
    FunctionVersion: 'read',
    Name: 'read',
    Description: NAME_ONLY,
    ProvisionedConcurrencyConfig: PROVISIONED,
    RoutingConfig: { notPlayed: 'weights of its own are overwritten by the deployment that is played' },
  },
  'AWS::Lambda::LayerVersion': {
    'Content.S3Key': 'read',
    'Content.Filename': 'read',
    'Content.SourceCodeHash': { withoutEffect: 'the content of the file itself tells one release from the next' },
    'Content.S3Bucket': BUCKET,
    'Content.S3ObjectVersion': BUCKET,
    CompatibleArchitectures: NAME_ONLY,
    CompatibleRuntimes: NAME_ONLY,
    Description: NAME_ONLY,
    LayerName: NAME_ONLY,
    LicenseInfo: NAME_ONLY,
    SkipDestroy: { withoutEffect: 'old releases stay where they are' },
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    'AlarmConfiguration.Alarms': 'read',
    'AlarmConfiguration.Enabled': 'read',
    'AlarmConfiguration.IgnorePollAlarmFailure': { withoutEffect: 'the alarms can always be read' },
    'AutoRollbackConfiguration.Enabled': 'read',
    'AutoRollbackConfiguration.Events': { withoutEffect: 'only an alarm can stop a deployment that is played' },
    DeploymentConfigName: 'read',
    ApplicationName: 'read',
    DeploymentGroupName: NAME_ONLY,
    DeploymentStyle: ONLY_LAMBDA,
    ServiceRoleArn: PERMISSION,
    Tags: NAME_ONLY,
    TriggerConfigurations: { notPlayed: 'nobody is told anything' },
  },
  'AWS::CodeDeploy::DeploymentConfig': {
    ComputePlatform: ONLY_LAMBDA,
    DeploymentConfigName: 'read',
    TrafficRoutingConfig: 'read',
  },
  'AWS::CodeDeploy::Application': {
    ApplicationName: NAME_ONLY,
    ComputePlatform: ONLY_LAMBDA,
    Tags: NAME_ONLY,
  },
  'AWS::Scheduler::Schedule': {
    Name: 'read',
    GroupName: 'read',
    Description: NAME_ONLY,
    ScheduleExpression: 'read',
    ScheduleExpressionTimezone: 'read',
    StartDate: 'read',
    EndDate: 'read',
    State: 'read',
    'FlexibleTimeWindow.Mode': { withoutEffect: 'each invocation comes at the beginning of its window' },
    'FlexibleTimeWindow.MaximumWindowInMinutes': WINDOW,
    'Target.Arn': 'read',
    'Target.Input': 'read',
    'Target.RoleArn': PERMISSION,
    'Target.RetryPolicy': { notPlayed: 'an invocation that fails is not repeated' },
    'Target.DeadLetterConfig': { notPlayed: 'nobody is told anything' },
    KmsKeyArn: PERMISSION,
  },
  'AWS::Events::Rule': {
    Name: 'read',
    Description: NAME_ONLY,
    ScheduleExpression: 'read',
    State: 'read',
    Targets: 'read',
    Tags: NAME_ONLY,
  },
  'AWS::SageMaker::Endpoint': {
    EndpointName: 'read',
    EndpointConfigName: 'read',
    DeploymentConfig: 'read',
    RetainAllVariantProperties: 'read',
    ExcludeRetainedVariantProperties: 'read',
    RetainDeploymentConfig: { notPlayed: 'the deployment configuration of the template is played' },
    Tags: NAME_ONLY,
  },
  'AWS::SageMaker::InferenceComponent': {
    InferenceComponentName: 'read',
    EndpointName: 'read',
    EndpointArn: SAID,
    VariantName: 'read',
    DeploymentConfig: 'read',
    'RuntimeConfig.CopyCount': 'read',
    'Specification.ModelName': 'read',
    'Specification.StartupParameters': 'read',
    'Specification.ComputeResourceRequirements': ROOM,
    'Specification.SchedulingConfig': ROOM,
    Specifications: { notPlayed: 'the first of them is played' },
    Tags: NAME_ONLY,
  },
  'AWS::SageMaker::EndpointConfig': {
    EndpointConfigName: 'read',
    NamePrefix: NAME_ONLY,
    ProductionVariants: 'read',
    ShadowProductionVariants: 'read',
    'AsyncInferenceConfig.ClientConfig.MaxConcurrentInvocationsPerInstance': 'read',
    'AsyncInferenceConfig.OutputConfig.S3OutputPath': ANSWERS,
    'AsyncInferenceConfig.OutputConfig.S3FailurePath': ANSWERS,
    'AsyncInferenceConfig.OutputConfig.KmsKeyId': ANSWERS,
    'AsyncInferenceConfig.OutputConfig.NotificationConfig': { notPlayed: 'nobody is told anything' },
    ExecutionRoleArn: 'read',
    KmsKeyId: { notPlayed: 'volumes are not encrypted on this machine' },
    DataCaptureConfig: { notPlayed: 'nothing is captured' },
    ExplainerConfig: { notPlayed: 'nothing is explained' },
    EnableNetworkIsolation: { notPlayed: 'there is no network around what is played' },
    VpcConfig: { notPlayed: 'there is no network around what is played' },
    MetricsConfig: { notPlayed: 'metrics are published once a minute' },
    Tags: NAME_ONLY,
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    MinCapacity: 'read',
    MaxCapacity: 'read',
    ResourceId: 'read',
    ScalableDimension: 'read',
    ScheduledActions: 'read',
    ServiceNamespace: SAID,
    RoleARN: PERMISSION,
    SuspendedState: { notPlayed: 'nothing is suspended' },
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    PolicyName: NAME_ONLY,
    PolicyType: 'read',
    ScalingTargetId: 'read',
    ResourceId: 'read',
    ScalableDimension: 'read',
    TargetTrackingScalingPolicyConfiguration: 'read',
    'StepScalingPolicyConfiguration.AdjustmentType': 'read',
    'StepScalingPolicyConfiguration.Cooldown': 'read',
    'StepScalingPolicyConfiguration.MinAdjustmentMagnitude': 'read',
    'StepScalingPolicyConfiguration.StepAdjustments': 'read',
    'StepScalingPolicyConfiguration.MetricAggregationType': {
      withoutEffect: 'the statistic of the alarm is what the steps are measured by',
    },
    ServiceNamespace: SAID,
  },
  'AWS::SageMaker::Model': {
    ModelName: NAME_ONLY,
    NamePrefix: NAME_ONLY,
    PrimaryContainer: 'read',
    Containers: 'read',
    ExecutionRoleArn: 'read',
    EnableNetworkIsolation: { notPlayed: 'there is no network around what is played' },
    InferenceExecutionConfig: { notPlayed: 'one container is played' },
    VpcConfig: { notPlayed: 'there is no network around what is played' },
    Tags: NAME_ONLY,
  },
};

/** What is left out of a resource that is played: property paths with their reasons. */
export function propertiesNotPlayed(
  type: string,
  properties: Readonly<Record<string, unknown>>,
): { readonly path: string; readonly reason: string }[] {
  const rules = PROPERTIES[type];
  if (rules === undefined) return [];
  return Object.entries(properties).flatMap(([name, value]) => look(rules, name, value));
}

/** What is declared of a resource beside its properties, and changes nothing in a rehearsal. */
const ATTRIBUTES_WITHOUT_EFFECT: readonly string[] = [
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy.CodeDeployLambdaAliasUpdate.ApplicationName',
  'lifecycle.create_before_destroy',
  // Terraform does not run during a deployment.
  'lifecycle.ignore_changes',
  // Looked at after the deployment: it makes an apply of what was rolled back fail.
  'lifecycle.postcondition',
];

/** Whether a property, given by its path, changes nothing in a rehearsal. */
export function hasNoEffect(type: string, path: string): boolean {
  const rules = PROPERTIES[type] ?? {};
  const rule = Object.entries(rules).find(([known]) => isBelow(path, known))?.[1];
  return typeof rule === 'object' && 'withoutEffect' in rule;
}

/** The same for what is no property. */
export function attributeHasNoEffect(path: string): boolean {
  return ATTRIBUTES_WITHOUT_EFFECT.some((known) => isBelow(path, known));
}

function isBelow(path: string, known: string): boolean {
  return path === known || path.startsWith(`${known}.`);
}

function look(rules: Rules, path: string, value: unknown): { path: string; reason: string }[] {
  const rule = Object.hasOwn(rules, path) ? rules[path] : undefined;
  if (rule !== undefined)
    return typeof rule === 'object' && 'notPlayed' in rule ? [{ path, reason: rule.notPlayed }] : [];
  const isKnownBelow = Object.keys(rules).some((known) => known.startsWith(`${path}.`));
  if (!isKnownBelow || value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [{ path, reason: 'not played' }];
  }
  return Object.entries(value).flatMap(([name, item]) => look(rules, `${path}.${name}`, item));
}
