import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { scalingRules } from '@inference-constructs/core/out/rules/scaling';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';
import { updateBreaches } from '@inference-constructs/core/out/rules/update';
import { UNKNOWN } from './support/broken';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const INSTANCES = 'sagemaker:variant:DesiredInstanceCount';
const CONCURRENCY = 'lambda:function:ProvisionedConcurrency';

const endpointId = { 'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/live']] };

interface Given {
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

const graphOf = (given: Given) => graphOfTemplate({ Resources: resources(given) } as unknown as Template);
const context = { isUnresolved: isUnresolvedValue };

function broken(given: Given): string[] {
  return breaches(graphOf(given), context, scalingRules).map(describeBreach);
}

const functionTarget = { ServiceNamespace: 'lambda', ScalableDimension: CONCURRENCY, ResourceId: 'function:f:live' };
const tracked = (specification: object, TargetValue = 70) => ({
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: { TargetValue, ...specification },
});
const predefined = (PredefinedMetricType: string) =>
  tracked({ PredefinedMetricSpecification: { PredefinedMetricType } });
const utilization = (MetricName: string, target?: number) =>
  tracked({ CustomizedMetricSpecification: { Namespace: '/aws/sagemaker/Endpoints', MetricName } }, target);
const steps = (...bounds: [number | undefined, number | undefined][]) => ({
  PolicyType: 'StepScaling',
  StepScalingPolicyConfiguration: {
    StepAdjustments: bounds.map(([MetricIntervalLowerBound, MetricIntervalUpperBound]) => ({
      ...(MetricIntervalLowerBound === undefined ? {} : { MetricIntervalLowerBound }),
      ...(MetricIntervalUpperBound === undefined ? {} : { MetricIntervalUpperBound }),
      ScalingAdjustment: 1,
    })),
  },
});
const scheduled = (action: object) => ({ ScheduledActions: [{ ScheduledActionName: 'night', ...action }] });
const actions = (...bounds: object[]) => ({
  ScheduledActions: bounds.map((ScalableTargetAction, i) => ({
    ScheduledActionName: `a${i}`,
    Schedule: 'rate(1 day)',
    ScalableTargetAction,
  })),
});
const onVariant = (name: string) => ({
  ResourceId: { 'Fn::Sub': `endpoint/\${Endpoint.EndpointName}/variant/${name}` },
});
const canary = {
  DeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY' } } },
};

const bounded = (ScalableTargetAction: unknown) => ({ ScheduledActionName: 'b', ScalableTargetAction });
const LIVE = { VariantName: 'live', ModelName: 'm', InstanceType: 'ml.g5.12xlarge', InitialInstanceCount: 2 };
const NO_VALUE = { Ref: 'AWS::NoValue' };
const oneOf = (first: unknown, second: unknown = NO_VALUE) => ({ 'Fn::If': ['IsProd', first, second] });
const variants = (ProductionVariants: unknown) => ({ configuration: { ProductionVariants } });

test.each<[string, Given]>([
  ['instances on invocations', { policy: predefined('SageMakerVariantInvocationsPerInstance') }],
  ['GPUs, multiplied', { policy: utilization('GPUUtilization', 280) }],
  [
    'GPUs, at a small share on purpose',
    {
      policy: utilization('GPUUtilization', 80),
      metadata: { InferenceConstructs: { targetUtilizationPercent: 20 } },
    },
  ],
  ['one GPU', { policy: utilization('GPUUtilization'), variant: { InstanceType: 'ml.g5.xlarge' } }],
  ['memory', { policy: utilization('MemoryUtilization') }],
  ['steps without a gap', { policy: steps([0, 10], [10, undefined]) }],
  ['a variant that has no name yet', { variant: { VariantName: { Ref: 'Name' } } }],
  [
    'the shadow of a variant',
    { configuration: { ShadowProductionVariants: [{ VariantName: 'shadow' }] }, target: onVariant('shadow') },
  ],
  ['a minimum that another action makes room for', { target: actions({ MinCapacity: 20 }, { MaxCapacity: 30 }) }],
  ['a maximum that another action makes room for', { target: actions({ MaxCapacity: 1 }, { MinCapacity: 1 }) }],
  [
    'a minimum over a maximum that is not known',
    { target: { MaxCapacity: { Ref: 'Most' }, ...actions({ MinCapacity: 20 }) } },
  ],
  ['a variant that a condition chooses', variants([oneOf(LIVE, { ...LIVE, InitialInstanceCount: 3 })])],
  ['variants that a condition chooses', variants(oneOf([LIVE], [LIVE]))],
  ['a variant beside shadows that are left out', { configuration: { ShadowProductionVariants: NO_VALUE } }],
  [
    'a maximum that an action makes room for where a condition holds',
    { target: { ScheduledActions: [{ ScalableTargetAction: { MinCapacity: 20 } }, oneOf({})] } },
  ],
  [
    'nothing by actions that are left out',
    {
      target: { ScheduledActions: NO_VALUE },
      endpoint: canary,
      policy: predefined('SageMakerVariantInvocationsPerInstance'),
    },
  ],
  ...UNKNOWN.flatMap((unknown): [string, Given][] => [
    [`variants of ${JSON.stringify(unknown)}`, variants(unknown)],
    [`a variant of ${JSON.stringify(unknown)}`, variants([unknown])],
    [
      `shadows of ${JSON.stringify(unknown)}`,
      { configuration: { ShadowProductionVariants: unknown }, target: onVariant('shadow') },
    ],
    [
      `a shadow of ${JSON.stringify(unknown)}`,
      { configuration: { ShadowProductionVariants: [unknown] }, target: onVariant('shadow') },
    ],
    [`actions of ${JSON.stringify(unknown)}`, { endpoint: canary, target: { ScheduledActions: unknown } }],
    [`an action of ${JSON.stringify(unknown)}`, { endpoint: canary, target: { ScheduledActions: [unknown] } }],
    [
      `the bounds of ${JSON.stringify(unknown)}`,
      { target: { ScheduledActions: [...actions({ MinCapacity: 20 }).ScheduledActions, bounded(unknown)] } },
    ],
  ]),
  ['a schedule', { target: scheduled({ Schedule: 'cron(0 8 ? * MON-FRI *)', Timezone: 'Europe/Berlin' }) }],
  ['a function', { target: functionTarget, policy: predefined('LambdaProvisionedConcurrencyUtilization') }],
  [
    'nothing while it is suspended',
    { target: { MinCapacity: 0, MaxCapacity: 0 }, variant: { InitialInstanceCount: 0, ModelName: undefined } },
  ],
])('scaling %s breaks no rule', (_, given) => {
  expect(broken(given)).toEqual([]);
});

test.each<[Given, string]>([
  [
    { target: { ResourceId: 'endpoint/e' } },
    '[scalable-target-names-nothing] Target: ResourceId ("endpoint/e"): must match ^endpoint/([^/]+)/variant/([^/]+)$ for ' +
      `${INSTANCES}. name what is to scale`,
  ],
  [
    { target: { ServiceNamespace: 'lambda' } },
    `[scalable-target-names-nothing] Target: ServiceNamespace ("lambda"): must be "sagemaker", the beginning of ${INSTANCES}. write that`,
  ],
  [
    { target: { ...functionTarget, ResourceId: 'function:f:$LATEST' } },
    '[scalable-target-names-nothing] Target: ResourceId ("function:f:$LATEST"): must name an alias or a version, because ' +
      '$LATEST has no provisioned concurrency. name the alias',
  ],
  [
    { target: onVariant('blue') },
    '[scalable-target-names-nothing] Target: ResourceId ("endpoint/@{Endpoint.EndpointName}/variant/blue"): must name a ' +
      'variant of Endpoint (live). name one that it has',
  ],
  [
    { endpoint: { EndpointName: 'e' }, target: { ResourceId: 'endpoint/e/variant/live' } },
    '[scalable-target-does-not-wait] Target: ResourceId ("endpoint/e/variant/live"): must be registered after Endpoint, ' +
      'which nothing makes it wait for. refer to the endpoint instead of writing its name, or add a dependency',
  ],
  [
    { target: { MinCapacity: 3 } },
    '[initial-count-outside-scaling] Target: InitialInstanceCount (2): outside of MinCapacity (3) and MaxCapacity (8). ' +
      'choose a count between them',
  ],
  [
    { endpoint: { RetainAllVariantProperties: undefined } },
    '[scaled-variant-not-retained] Endpoint: RetainAllVariantProperties (not set): needed while its instances scale, or ' +
      'each deployment sets the fleet back to the count that is declared. set it; the Terraform provider has no argument ' +
      'for it, so declare there what the peak needs',
  ],
  [
    { endpoint: canary, target: { MinCapacity: 1 } },
    '[canary-on-one-instance] Target: MinCapacity (1): at least 2 for the canary of Endpoint, which is deployed to as many ' +
      'instances as there are. set 2, or deploy all at once',
  ],
  [
    { endpoint: canary, target: scheduled({ ScalableTargetAction: { MinCapacity: 1 } }) },
    '[canary-on-one-instance] Target: scheduled action night: MinCapacity (1): at least 2 for the canary of Endpoint, which ' +
      'is deployed to as many instances as there are. set 2, or deploy all at once',
  ],
  [
    {
      target: { ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency', MaxCapacity: 30 },
      variant: { InstanceType: undefined, InitialInstanceCount: undefined, ServerlessConfig: { MaxConcurrency: 20 } },
    },
    '[provisioned-above-concurrency] Target: MaxCapacity (30): at most MaxConcurrency (20) of the variant. lower it, or ' +
      'allow more requests at a time',
  ],
  [
    { policy: predefined('LambdaProvisionedConcurrencyUtilization') },
    '[scaling-metric-of-another-dimension] Policy: metric (LambdaProvisionedConcurrencyUtilization): of ' +
      `${CONCURRENCY}, not of ${INSTANCES}. choose a metric of that dimension`,
  ],
  [
    { policy: predefined('SageMakerVariantInvocationsPerInstance'), configuration: { AsyncInferenceConfig: {} } },
    '[scaling-metric-of-another-dimension] Policy: metric (SageMakerVariantInvocationsPerInstance): not published of an ' +
      'asynchronous endpoint, so that nothing scales. track ApproximateBacklogSizePerInstance',
  ],
  [
    { policy: { PolicyType: 'PredictiveScaling' } },
    `[scaling-policy-unsupported] Policy: PolicyType (PredictiveScaling): not for ${INSTANCES}. track a target, or schedule the capacity`,
  ],
  [
    { target: functionTarget, policy: steps([0, undefined]) },
    `[scaling-policy-unsupported] Policy: PolicyType (StepScaling): not for ${CONCURRENCY}. track a target, or schedule the capacity`,
  ],
  [
    { policy: utilization('GPUUtilization') },
    '[utilization-not-normalised] Policy: TargetValue (70) of GPUUtilization: the sum over the 4 GPUs of ml.g5.12xlarge, so ' +
      'that it is 17.5 % of each. multiply the target by 4',
  ],
  [
    { policy: steps([0, 10], [20, undefined]) },
    '[scaling-steps-invalid] Policy: StepAdjustments (a gap at 20): each must begin where the one before ends. move a bound',
  ],
  [
    { policy: steps([0, undefined], [10, undefined]) },
    '[scaling-steps-invalid] Policy: StepAdjustments (an overlap at 10): each must begin where the one before ends. move a bound',
  ],
  [
    { policy: steps(...Array.from({ length: 21 }, (_, i): [number, number] => [i, i + 1])) },
    '[scaling-steps-invalid] Policy: StepAdjustments (21): at most 20. merge some',
  ],
  [
    { target: scheduled({ Schedule: 'cron(0 8 * * *)' }) },
    '[scheduled-scaling-invalid] Target: scheduled action night: Schedule ("cron(0 8 * * *)"): at(yyyy-mm-ddThh:mm:ss), ' +
      'rate(value unit) or cron() with 6 fields. write for example "cron(0 8 ? * MON-FRI *)"',
  ],
  [
    { target: scheduled({ Schedule: 'rate(1 day)', Timezone: 'Mars/Olympus' }) },
    '[scheduled-scaling-invalid] Target: scheduled action night: Timezone ("Mars/Olympus"): a name of the IANA database. ' +
      'write for example "Europe/Berlin"',
  ],
  [
    { target: scheduled({ Schedule: 'rate(1 day)', ScalableTargetAction: { MinCapacity: 3, MaxCapacity: 2 } }) },
    '[scheduled-scaling-invalid] Target: scheduled action night: MinCapacity (3): at most MaxCapacity (2). choose a smaller minimum',
  ],
  [
    { target: actions({ MinCapacity: 20 }) },
    '[scheduled-scaling-invalid] Target: scheduled action a0: MinCapacity (20): at most MaxCapacity (8) of the target and of ' +
      'other actions. choose a smaller minimum, or set a maximum with it',
  ],
  [
    { target: actions({ MaxCapacity: 1 }, { MinCapacity: 3 }) },
    '[scheduled-scaling-invalid] Target: scheduled action a0: MaxCapacity (1): at least MinCapacity (2) of the target and of ' +
      'other actions. choose a larger maximum, or set a minimum with it',
  ],
  [
    { target: { MinCapacity: 0 }, configuration: { AsyncInferenceConfig: {} } },
    '[scale-from-zero-missing] Target: MinCapacity (0) without a step scaling policy: nothing starts the first unit for a ' +
      'request. add one that an alarm on HasBacklogWithoutCapacity calls',
  ],
])('%j breaks one', (given, message) => {
  expect(broken(given)).toEqual([message]);
});

const STOPPED =
  'at least 1, because the endpoint is neither asynchronous nor made of inference components. set 1, or serve the model ' +
  'in one of those ways';

test.each<[string, string[]]>([
  ['MinCapacity', []],
  [
    'MaxCapacity',
    [
      '[scheduled-scaling-invalid] Target: scheduled action night: MaxCapacity (0): at least MinCapacity (2) of the target ' +
        'and of other actions. choose a larger maximum, or set a minimum with it',
    ],
  ],
])('a real-time variant is not stopped by a schedule: %s', (bound, also) => {
  const target = scheduled({ ScalableTargetAction: { [bound]: 0 } });
  expect(broken({ target, policy: steps([0, undefined]) })).toEqual([
    `[scale-to-zero-unsupported] Target: scheduled action night: ${bound} (0): ${STOPPED}`,
    ...also,
  ]);
});

test('a real-time variant that holds a model does not scale to zero', () => {
  expect(broken({ target: { MinCapacity: 0 }, policy: steps([0, undefined]) })).toEqual([
    '[scale-to-zero-unsupported] Target: MinCapacity (0): at least 1, because the endpoint is neither asynchronous nor ' +
      'made of inference components. set 1, or serve the model in one of those ways',
  ]);
});

describe('scaled-instance-type-changed', () => {
  const pools = (...types: unknown[]) => ({
    InstanceType: undefined,
    InstancePools: types.map((InstanceType, i) => ({ InstanceType, Priority: i + 1 })),
  });
  const update = (before: Given, after: Given) =>
    updateBreaches(graphOf(before), graphOf(after), context).map(describeBreach);

  test.each<[string, Given, string]>([
    ['another type', { variant: { InstanceType: 'ml.g6.12xlarge' } }, 'ml.g5.12xlarge to ml.g6.12xlarge'],
    ['the removal of the variant', { variant: { VariantName: 'other' } }, 'its removal'],
    [
      'a pool of types',
      { variant: pools('ml.g5.12xlarge', 'ml.g6.12xlarge') },
      'ml.g5.12xlarge to ml.g5.12xlarge, ml.g6.12xlarge',
    ],
    ['no instances', { variant: { InstanceType: undefined, ServerlessConfig: {} } }, 'ml.g5.12xlarge to none'],
  ])('%s takes two steps', (_, after, change) => {
    expect(update({}, after)).toEqual([
      `[scaled-instance-type-changed] Endpoint: instance type of the scaled variant live (${change}): not in one step, ` +
        'because it is registered with Application Auto Scaling. deploy without Target and its policies first, then with the ' +
        'change and the scaling',
    ]);
  });

  test('another type in a pool takes two steps', () => {
    const [from, to] = [pools('ml.g5.xlarge', 'ml.g6.xlarge'), pools('ml.g5.xlarge', 'ml.g4dn.xlarge')];
    expect(update({ variant: from }, { variant: to })).toEqual([
      expect.stringContaining('(ml.g5.xlarge, ml.g6.xlarge to ml.g5.xlarge, ml.g4dn.xlarge)'),
    ]);
  });

  test.each<[string, Given, Given]>([
    ['another order', { variant: pools('ml.a', 'ml.b') }, { variant: pools('ml.b', 'ml.a') }],
    ...UNKNOWN.flatMap((unknown): [string, Given, Given][] => [
      [`pools of ${JSON.stringify(unknown)}`, {}, { variant: { InstanceType: undefined, InstancePools: unknown } }],
      [`a pool of ${JSON.stringify(unknown)}`, {}, { variant: { InstanceType: undefined, InstancePools: [unknown] } }],
      [`a type of ${JSON.stringify(unknown)}`, {}, { variant: { InstanceType: unknown } }],
      [`a pool with ${JSON.stringify(unknown)}`, {}, { variant: pools(unknown) }],
      [`variants of ${JSON.stringify(unknown)}`, {}, variants(unknown)],
      [`a variant of ${JSON.stringify(unknown)}`, {}, variants([unknown])],
    ]),
    ['another count', {}, { variant: { InitialInstanceCount: 3 } }],
    [
      'another type of what does not scale its instances',
      { target: functionTarget },
      { variant: { InstanceType: 'ml.g6.12xlarge' } },
    ],
  ])('%s does not', (_, before, after) => {
    expect(update(before, after)).toEqual([]);
  });
});
