import { UNKNOWN } from './support/broken';
import type { Given } from './support/scaling';
import {
  actions,
  broken,
  canary,
  functionTarget,
  onVariant,
  predefined,
  scheduled,
  steps,
  utilization,
  variants,
} from './support/scaling';

const bounded = (ScalableTargetAction: unknown) => ({ ScheduledActionName: 'b', ScalableTargetAction });
const LIVE = { VariantName: 'live', ModelName: 'm', InstanceType: 'ml.g5.12xlarge', InitialInstanceCount: 2 };
const NO_VALUE = { Ref: 'AWS::NoValue' };
const oneOf = (first: unknown, second: unknown = NO_VALUE) => ({ 'Fn::If': ['IsProd', first, second] });

const GAP = [
  { MetricIntervalUpperBound: 0, ScalingAdjustment: -1 },
  { MetricIntervalLowerBound: 10, ScalingAdjustment: 1 },
];
const stepping = (StepAdjustments: unknown) => ({
  PolicyType: 'StepScaling',
  StepScalingPolicyConfiguration: { StepAdjustments },
});

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
    [`a fleet that is kept by ${JSON.stringify(unknown)}`, { endpoint: { RetainAllVariantProperties: unknown } }],
    [`a step of ${JSON.stringify(unknown)}`, { policy: stepping([...GAP, unknown]) }],
    [`steps of ${JSON.stringify(unknown)}`, { policy: stepping(unknown) }],
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
