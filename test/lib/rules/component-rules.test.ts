import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const COMPONENT = 'AWS::SageMaker::InferenceComponent';

interface Given {
  readonly variant?: object;
  readonly configuration?: object;
  readonly component?: object;
  readonly requirements?: object;
  readonly copies?: number;
  readonly batch?: object;
  readonly resources?: object;
}

const rollingOf = (batch: object) => ({
  RollingUpdatePolicy: { MaximumBatchSize: batch, WaitIntervalInSeconds: 600 },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
});

const componentOf = ({ component, requirements, copies = 2, batch }: Given) => ({
  Type: COMPONENT,
  Properties: {
    InferenceComponentName: 'diagnosis',
    EndpointName: { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] },
    VariantName: 'live',
    Specification: { ComputeResourceRequirements: { MinMemoryRequiredInMb: 1024, ...requirements } },
    RuntimeConfig: { CopyCount: copies },
    DeploymentConfig: rollingOf(batch ?? { Type: 'CAPACITY_PERCENT', Value: 50 }),
    ...component,
  },
});

function found(given: Given): string[] {
  const Resources = {
    Config: {
      Type: 'AWS::SageMaker::EndpointConfig',
      Properties: {
        ExecutionRoleArn: 'arn:aws:iam::123456789012:role/shared',
        ProductionVariants: [
          { VariantName: 'live', InstanceType: 'ml.g5.12xlarge', InitialInstanceCount: 2, ...given.variant },
        ],
        ...given.configuration,
      },
    },
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: { EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } },
    },
    Component: componentOf(given),
    ...given.resources,
  };
  const graph = graphOfTemplate({ Resources } as never);
  return breaches(graph, { isUnresolved: isUnresolvedValue }).map(describeBreach);
}

const scaledBetween = (MinCapacity: number, MaxCapacity: number) => ({
  Target: {
    Type: TARGET,
    Properties: {
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      ResourceId: 'inference-component/diagnosis',
      MinCapacity,
      MaxCapacity,
    },
  },
});

const wakeUp = {
  Policy: {
    Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Properties: {
      PolicyName: 'wake-up',
      PolicyType: 'StepScaling',
      ScalingTargetId: { Ref: 'Target' },
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        MetricAggregationType: 'Maximum',
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'NoCapacityInvocationFailures',
      Dimensions: [{ Name: 'InferenceComponentName', Value: 'diagnosis' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [{ Ref: 'Policy' }],
    },
  },
};

/** Instances with room for so many copies of it. */
const spread = (instances: number): Given => ({ variant: { InitialInstanceCount: instances } });

test.each<[string, Given]>([
  ['on instances with room', {}],
  ['with a GPU for each copy and one for the batch', { requirements: { NumberOfAcceleratorDevicesRequired: 2 } }],
  ['of requirements that are tokens', { requirements: { NumberOfAcceleratorDevicesRequired: { Ref: 'Gpus' } } }],
  ['of a number of copies that is a token', { component: { RuntimeConfig: { CopyCount: { Ref: 'Copies' } } } }],
  ['on a type that the catalogue does not know', { variant: { InstanceType: 'ml.x9.large' } }],
  [
    'on an endpoint that is declared elsewhere',
    { component: { EndpointName: 'elsewhere' }, requirements: { NumberOfAcceleratorDevicesRequired: 99 } },
  ],
  ['that wakes up', { resources: { ...scaledBetween(0, 4), ...wakeUp } }],
  ['with batches of half its copies', { copies: 4, batch: { Type: 'COPY_COUNT', Value: 2 } }],
  ['with batches of a twentieth of its copies', { ...spread(40), copies: 40, batch: { Type: 'COPY_COUNT', Value: 2 } }],
  ['with one copy at a time of few', { copies: 3, batch: { Type: 'COPY_COUNT', Value: 1 } }],
  [
    'with batches of a number that is a token',
    { copies: 40, ...spread(40), batch: { Type: 'COPY_COUNT', Value: { Ref: 'Batch' } } },
  ],
  [
    'with batches of half of what it may be scaled to',
    { copies: 2, batch: { Type: 'COPY_COUNT', Value: 2 }, resources: scaledBetween(1, 4) },
  ],
])('a component %s breaks no rule', (_, given) => {
  expect(found(given)).toEqual([]);
});

test.each<[string, Given, string[]]>([
  [
    'beside a model',
    { variant: { ModelName: 'm' } },
    [
      '[component-beside-model] Component: ModelName (of variant live of Config): none on a variant that hosts inference components. make the model a component too, or give the component an endpoint without a model',
    ],
  ],
  [
    'on an endpoint without a role',
    { configuration: { ExecutionRoleArn: undefined } },
    [
      '[component-host-without-role] Config: ExecutionRoleArn (none): needed where a variant holds no model. name the role that its components run as',
    ],
  ],
  [
    'that asks for more than an instance has',
    {
      requirements: {
        NumberOfAcceleratorDevicesRequired: 8,
        MinMemoryRequiredInMb: 300_000,
        NumberOfCpuCoresRequired: 64,
      },
    },
    [
      '[component-too-large] Component: NumberOfAcceleratorDevicesRequired (8): at most what ml.g5.12xlarge has (4). ask for less, or choose a larger instance type',
      '[component-too-large] Component: NumberOfCpuCoresRequired (64): at most what ml.g5.12xlarge has (48). ask for less, or choose a larger instance type',
      '[component-too-large] Component: MinMemoryRequiredInMb (300000): at most what ml.g5.12xlarge has (196608). ask for less, or choose a larger instance type',
    ],
  ],
  [
    'with more copies than fit',
    { copies: 4, requirements: { NumberOfAcceleratorDevicesRequired: 3 } },
    [
      '[components-outgrow-instances] Component: copies (4): at most 2 on 2 x ml.g5.12xlarge, 1 on each. run fewer copies, ask for less a copy, or allow more instances',
    ],
  ],
  [
    'that takes what another needs',
    {
      copies: 3,
      requirements: { NumberOfAcceleratorDevicesRequired: 2 },
      resources: {
        Other: componentOf({
          copies: 4,
          requirements: { NumberOfAcceleratorDevicesRequired: 1 },
          component: { InferenceComponentName: 'other' },
        }),
      },
    },
    [
      '[components-outgrow-instances] Other: accelerators (10 over the copies of 2 components): at most 8 on 2 x ml.g5.12xlarge. run fewer copies, ask for less a copy, or allow more instances',
    ],
  ],
  [
    'that scales to more copies than fit',
    { resources: scaledBetween(2, 12), requirements: { NumberOfAcceleratorDevicesRequired: 1 } },
    [
      '[scaled-components-outgrow-instances] Component: copies (12): at most 8 on 2 x ml.g5.12xlarge, 4 on each. lower MaxCapacity, ask for less a copy, or allow more instances',
    ],
  ],
  [
    'without room for a batch',
    { requirements: { NumberOfAcceleratorDevicesRequired: 4 } },
    [
      '[component-update-without-room] Component: copies (3): at most 2 on 2 x ml.g5.12xlarge, 1 on each. its copies and one batch of new ones run at a time. allow one more instance, or ask for less a copy',
    ],
  ],
  [
    'that goes to none and never comes back',
    { resources: scaledBetween(0, 4) },
    [
      '[scale-from-zero-missing] Target: MinCapacity (0) without a step scaling policy: nothing starts the first unit for a request. add one that an alarm on NoCapacityInvocationFailures calls',
    ],
  ],
  [
    'that goes to none and whose steps nothing starts',
    { resources: { ...scaledBetween(0, 4), Policy: wakeUp.Policy } },
    [
      '[component-never-wakes] Target: MinCapacity (0): no alarm on NoCapacityInvocationFailures calls its step scaling policy, so nothing adds the first copy. add one, or keep one copy',
    ],
  ],
  [
    'that has no copy',
    { copies: 0 },
    [
      '[component-never-wakes] Component: CopyCount (0): nothing scales the component, so it never answers. register its copies with Application Auto Scaling, or run one',
      '[component-made-without-copies] Component: CopyCount (0): at least 1 when a component is made. set 1, and let Application Auto Scaling take it to none',
    ],
  ],
  [
    'that nothing rolls back',
    { component: { DeploymentConfig: undefined } },
    [
      '[component-without-rollback] Component: DeploymentConfig (none): nothing rolls a release back. roll it out in batches, watched by alarms, with two copies or more',
    ],
  ],
  [
    'that no alarm watches',
    {
      component: {
        DeploymentConfig: {
          ...rollingOf({ Type: 'CAPACITY_PERCENT', Value: 50 }),
          AutoRollbackConfiguration: undefined,
        },
      },
    },
    [
      '[rollback-without-alarms] Component: rollback alarms (none): at least 1. name the alarms that watch the new release',
    ],
  ],
  [
    'with batches of more than half its capacity',
    { batch: { Type: 'CAPACITY_PERCENT', Value: 60 } },
    [
      '[step-size-out-of-range] Component: MaximumBatchSize (60 %): from 5 to 50 % of the capacity. choose a share in that range',
    ],
  ],
  [
    'with batches of more than half its copies',
    { copies: 3, batch: { Type: 'COPY_COUNT', Value: 2 } },
    [
      '[component-batch-too-large] Component: MaximumBatchSize (2 copies): at most half of CopyCount (3). replace fewer at a time, or run more copies',
    ],
  ],
  [
    'with batches of less than a twentieth of its copies',
    { ...spread(41), copies: 41, batch: { Type: 'COPY_COUNT', Value: 2 } },
    [
      '[component-batch-too-small] Component: MaximumBatchSize (2 copies): at least 5 % of CopyCount (41), so 3 or more. replace more at a time',
    ],
  ],
  [
    'with batches of less than a twentieth of the fewest that it is scaled to',
    { ...spread(60), copies: 40, batch: { Type: 'COPY_COUNT', Value: 1 }, resources: scaledBetween(30, 60) },
    [
      '[component-batch-too-small] Component: MaximumBatchSize (1 copy): at least 5 % of the copies (30 to 60), so 2 or more. replace more at a time',
    ],
  ],
  [
    'with batches of no copy',
    { batch: { Type: 'COPY_COUNT', Value: 0 } },
    [
      '[component-batch-too-small] Component: MaximumBatchSize (0 copies): at least 5 % of CopyCount (2), so 1 or more. replace more at a time',
    ],
  ],
  [
    'with batches of more than half of what it may be scaled to',
    { batch: { Type: 'COPY_COUNT', Value: 3 }, resources: scaledBetween(1, 4) },
    [
      '[component-batch-too-large] Component: MaximumBatchSize (3 copies): at most half of the copies (1 to 4). replace fewer at a time, or run more copies',
    ],
  ],
  [
    'with batches of less than a twentieth of its capacity',
    { batch: { Type: 'CAPACITY_PERCENT', Value: 4 } },
    [
      '[step-size-out-of-range] Component: MaximumBatchSize (4 %): from 5 to 50 % of the capacity. choose a share in that range',
    ],
  ],
  [
    'that is rolled back by more than its capacity',
    {
      component: {
        DeploymentConfig: {
          ...rollingOf({ Type: 'CAPACITY_PERCENT', Value: 50 }),
          RollingUpdatePolicy: {
            MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
            WaitIntervalInSeconds: 600,
            RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 101 },
          },
        },
      },
    },
    [
      '[step-size-out-of-range] Component: RollbackMaximumBatchSize (101 %): from 1 to 100 % of the capacity. choose a share in that range',
    ],
  ],
])('a component %s', (_, given, expected) => {
  expect(found(given)).toEqual(expected);
});

test('instances that SageMaker adds give room', () => {
  const managed = { ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 3 } };
  expect(found({ variant: managed, requirements: { NumberOfAcceleratorDevicesRequired: 4 } })).toEqual([]);
});

test('SageMaker adds none for a model', () => {
  const managed = { ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 3 } };
  expect(found({ variant: { ...managed, ModelName: 'm' }, component: { EndpointName: 'elsewhere' } })).toEqual([
    '[managed-scaling-of-a-model] Config: ManagedInstanceScaling (of variant live): not beside ModelName. scale its instances with Application Auto Scaling, or make the model an inference component',
  ]);
});
