import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import { guardrailsOf } from '@inference-constructs/rehearsal/control-plane/sagemaker/guardrails';
import type { VariantPlan } from '@inference-constructs/rehearsal/fleet/fleet-plan';
import { endpoint, read } from '../analysis/support/declared';

function variant(instances: number, more: Partial<VariantPlan> = {}): VariantPlan {
  return {
    name: 'live',
    weight: 1,
    instanceType: 'ml.c7i.large',
    instances,
    routing: 'RANDOM',
    modelData: { key: 'a', path: '/a', isZip: true },
    image: 'image',
    environment: {},
    unresolved: [],
    startupSeconds: 240,
    timeoutSeconds: 60,
    ...more,
  };
}

const blueGreen = (routing: object, more: object = {}) => ({
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: routing, ...more },
  AutoRollbackConfiguration: { Alarms: [] },
});
const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const count = (Value: number) => ({ Type: 'INSTANCE_COUNT', Value });
const canary = (CanarySize: object, wait = 600) =>
  blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: wait, CanarySize });
const linear = (LinearStepSize: object, wait = 600) =>
  blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: wait, LinearStepSize });
const rolling = (MaximumBatchSize: object) => ({
  RollingUpdatePolicy: { MaximumBatchSize, WaitIntervalInSeconds: 300 },
});

/** Steps as `percent for minutes`. */
const steps = (deployment: object | undefined, ...variants: VariantPlan[]) =>
  guardrailsOf(deployment as Record<string, unknown> | undefined, variants)
    .rollout.steps.map((step) => `${step.percent} for ${step.minutes}`)
    .join(', ');

test.each<[string, object | undefined, number, string]>([
  ['without guardrails all traffic moves at once', undefined, 2, '0 for 5, 100 for 0'],
  [
    'all at once bakes once',
    blueGreen({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 600 }),
    2,
    '0 for 5, 100 for 10, 100 for 0',
  ],
  ['a canary has two shifts and two bakes', canary(percent(10)), 10, '0 for 5, 10 for 10, 100 for 10, 100 for 0'],
  ['a canary takes whole instances', canary(percent(10)), 2, '0 for 5, 50 for 10, 100 for 10, 100 for 0'],
  ['a canary of instances', canary(count(3)), 12, '0 for 5, 25 for 10, 100 for 10, 100 for 0'],
  [
    'linear steps of 25 % bake four times',
    linear(percent(25)),
    8,
    '0 for 5, 25 for 10, 50 for 10, 75 for 10, 100 for 10, 100 for 0',
  ],
  [
    'linear steps of 30 % bake four times',
    linear(percent(30)),
    10,
    '0 for 5, 30 for 10, 60 for 10, 90 for 10, 100 for 10, 100 for 0',
  ],
  ['linear steps of instances', linear(count(2)), 3, '0 for 5, 66.67 for 10, 100 for 10, 100 for 0'],
  [
    'a rolling deployment starts instances for each batch',
    rolling(percent(50)),
    4,
    '0 for 5, 50 for 5, 50 for 5, 100 for 5, 100 for 0',
  ],
  ['a batch is at least one instance', rolling(percent(5)), 2, '0 for 5, 50 for 5, 50 for 5, 100 for 5, 100 for 0'],
])('%s', (_, deployment, instances, expected) => {
  expect(steps(deployment, variant(instances))).toBe(expected);
});

test('a GPU takes longer to come', () => {
  expect(steps(canary(percent(10)), variant(10, { instanceType: 'ml.g5.xlarge' }))).toMatch(/^0 for 7, 10 for 10,/);
});

test('a canary of several variants is of each of them, by their weights', () => {
  const variants = [variant(10, { weight: 3 }), variant(2, { name: 'b', weight: 1 })];
  // A tenth of three quarters, and half of one quarter.
  expect(steps(canary(percent(10)), ...variants)).toBe('0 for 5, 20 for 10, 100 for 10, 100 for 0');
});

test.each<[string, object, VariantPlan[], string]>([
  ['Inf1', canary(percent(10)), [variant(10, { instanceType: 'ml.inf1.xlarge' })], 'its instances are Inf1'],
  ['Inf1 in a pool', canary(percent(10)), [variant(10, { otherTypes: ['ml.inf1.xlarge'] })], 'its instances are Inf1'],
  [
    'several variants in a rolling deployment',
    rolling(percent(50)),
    [variant(2), variant(2, { name: 'b' })],
    'a rolling deployment needs a single variant',
  ],
])('silently all at once: %s', (_, deployment, variants, reason) => {
  const { rollout, notes } = guardrailsOf(deployment as Record<string, unknown>, variants);
  expect(steps(deployment, ...variants)).toBe('0 for 5, 100 for 0');
  expect(rollout.rollsBackOnAlarm).toBe(false);
  expect(notes).toContain(
    `its guardrails do not hold: ${reason}, so SageMaker shifts all traffic at once, without a bake or a rollback`,
  );
});

test('guardrails that do not hold give no timeout and no termination wait, here and in the analysis', () => {
  const deployment = blueGreen(
    { Type: 'CANARY', WaitIntervalInSeconds: 600, CanarySize: percent(10) },
    { TerminationWaitInSeconds: 300, MaximumExecutionTimeoutInSeconds: 1800 },
  );
  const assembly = read(endpoint({ deployment, instanceType: 'ml.inf1.xlarge', instances: 10 }));
  const [declared] = assembly.endpoints;
  const [{ timeline }] = analyse(assembly).releases;
  const { rollout, notes } = guardrailsOf(declared.deployment, [variant(10, { instanceType: 'ml.inf1.xlarge' })]);
  expect([timeline.endsAt, timeline.timeoutAt]).toEqual([5, undefined]);
  expect(rollout).toEqual({
    configuration: 'blue/green, all at once',
    steps: [
      { percent: 0, minutes: timeline.endsAt },
      { percent: 100, minutes: 0 },
    ],
    rollsBackOnAlarm: false,
  });
  expect(notes).toEqual([
    '5 minutes were assumed until new instances are in service',
    'its guardrails do not hold: its instances are Inf1, so SageMaker shifts all traffic at once, without a bake or a rollback',
  ]);
});

test('what AWS does not document is said to be assumed', () => {
  const { notes, rollout } = guardrailsOf(
    blueGreen(
      { Type: 'CANARY', WaitIntervalInSeconds: 90, CanarySize: percent(10) },
      { TerminationWaitInSeconds: 300, MaximumExecutionTimeoutInSeconds: 1800 },
    ),
    [variant(2)],
  );
  expect(notes).toEqual([
    '5 minutes were assumed until new instances are in service',
    'waits are played in whole minutes: 90 s as 2',
    '10 % of 2 instances is no whole number of them: 50 % of the traffic was assumed, because AWS does not document how it rounds',
    'the old fleet is kept, and paid, for 5 more minutes; whether an alarm still rolls back then is not documented, and not played',
  ]);
  expect(rollout).toMatchObject({ longestMinutes: 30, rollsBackOnAlarm: true });
});
