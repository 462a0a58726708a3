import { decideBacklogTracking } from '@inference-constructs/core/out/scaling/backlog';
import { decideConcurrencyTracking } from '@inference-constructs/core/out/scaling/concurrency';
import { declaresWeights, scalableVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { conflictNotes } from '@inference-constructs/core/out/scaling/conflicts';
import { retainedProperties } from '@inference-constructs/core/out/scaling/retained';
import type { Scaled } from '@inference-constructs/core/out/scaling/scaled';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideSchedule } from '@inference-constructs/core/out/scaling/schedule';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { decideScaling } from '@inference-constructs/core/out/scaling/target';
import { decideCustomTracking, decidePredefinedTracking } from '@inference-constructs/core/out/scaling/tracking';
import type { UtilizationSpec } from '@inference-constructs/core/out/scaling/utilization';
import { decideUtilizationTracking } from '@inference-constructs/core/out/scaling/utilization';

const INSTANCES: Scaled = { kind: 'instances', endpointName: 'e', variantName: 'live' };
const COPIES: Scaled = { kind: 'copies', inferenceComponentName: 'c' };
const QUEUE: Scaled = { kind: 'asynchronous-instances', endpointName: 'e', variantName: 'live' };
const SERVERLESS: Scaled = { kind: 'serverless-concurrency', endpointName: 'e', variantName: 'live' };
const FUNCTION: Scaled = { kind: 'function-concurrency', functionName: 'f', aliasName: 'live' };
const TOKEN = -1.5;

function spec(given: Partial<ScalingSpec> = {}): ScalingSpec {
  return {
    scaled: INSTANCES,
    minCapacity: 1,
    maxCapacity: 8,
    path: 'Stack/Scaling',
    isUnresolved: (value) => value === TOKEN || value === 'token',
    ...given,
  };
}

const metric = { namespace: 'Queue', name: 'Depth', dimensions: { B: '2', A: '1' }, statistic: 'Average' };
const source = { metrics: { metric } };
const INVOCATIONS = 'SageMakerVariantInvocationsPerInstance';

describe('a target', () => {
  test.each<[Scaled, string, string]>([
    [INSTANCES, 'sagemaker:variant:DesiredInstanceCount', 'endpoint/e/variant/live'],
    [QUEUE, 'sagemaker:variant:DesiredInstanceCount', 'endpoint/e/variant/live'],
    [SERVERLESS, 'sagemaker:variant:DesiredProvisionedConcurrency', 'endpoint/e/variant/live'],
    [COPIES, 'sagemaker:inference-component:DesiredCopyCount', 'inference-component/c'],
    [FUNCTION, 'lambda:function:ProvisionedConcurrency', 'function:f:live'],
  ])('of %j is known by its dimension and id', (scaled, ScalableDimension, ResourceId) => {
    expect(decideScaling(spec({ scaled })).resources).toEqual([
      {
        id: 'Resource',
        type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        properties: {
          ServiceNamespace: ScalableDimension.split(':')[0],
          ScalableDimension,
          ResourceId,
          MinCapacity: 1,
          MaxCapacity: 8,
        },
      },
    ]);
  });

  test.each<[Partial<ScalingSpec>, string]>([
    [
      { minCapacity: 9 },
      'minimum capacity (9): at most the maximum capacity (8). choose a smaller minimum or a larger maximum',
    ],
    [{ minCapacity: -1 }, 'minimum capacity (-1): a whole number of at least 0. choose one in that range'],
    [{ maxCapacity: 1.5 }, 'maximum capacity (1.5): a whole number of at least 0. choose one in that range'],
    [
      { minCapacity: 0 },
      'minimum capacity (0): at least 1 instance, because a real-time endpoint refuses to run on none. serve the model with ' +
        'an asynchronous endpoint, an inference component or a function, which scale to zero, or schedule fewer instances by night',
    ],
    [
      { initialCapacity: 9 },
      'instance count (9): between the minimum (1) and the maximum capacity (8) that it scales to. choose a count or bounds that agree',
    ],
  ])('of %j is refused', (given, message) => {
    expect(() => decideScaling(spec(given))).toThrow(message);
  });

  test.each<Partial<ScalingSpec>>([
    { minCapacity: TOKEN },
    { maxCapacity: TOKEN, initialCapacity: 9 },
    { initialCapacity: TOKEN },
    { scaled: FUNCTION, minCapacity: 0, maxCapacity: 0 },
  ])('of %j is not judged', (given) => {
    expect(decideScaling(spec(given)).resources).toHaveLength(1);
  });

  test.each<[Scaled, string, number]>([
    [QUEUE, 'HasBacklogWithoutCapacity', 2],
    [COPIES, 'NoCapacityInvocationFailures', 1],
  ])('of %j that may be 0 wakes up on %s', (scaled, MetricName, EvaluationPeriods) => {
    const [, policy, alarm] = decideScaling(spec({ scaled, minCapacity: 0 })).resources;
    expect(policy.properties).toMatchObject({
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    });
    expect(alarm.properties).toMatchObject({
      Namespace: 'AWS/SageMaker',
      MetricName,
      Threshold: 1,
      EvaluationPeriods,
      AlarmActions: ['@{WakeUpPolicy.Ref}'],
    });
  });
});

describe('target tracking', () => {
  const configuration = (plan: { resources: readonly { properties: object }[] }) =>
    (plan.resources[0].properties as { TargetTrackingScalingPolicyConfiguration: Record<string, unknown> })
      .TargetTrackingScalingPolicyConfiguration;

  test.each<[Scaled, number]>([
    [INSTANCES, 300],
    [COPIES, 300],
    [SERVERLESS, 0],
    [FUNCTION, 0],
  ])('of %j has the cooldowns of its service', (scaled, seconds) => {
    const tracked = configuration(decideCustomTracking(spec({ scaled }), 'Depth', source, 10));
    expect(tracked).toMatchObject({ ScaleInCooldown: seconds, ScaleOutCooldown: seconds });
  });

  test('a cooldown of 0 stays 0', () => {
    const options = { scaleInCooldownSeconds: 0, scaleOutCooldownSeconds: 0 };
    const tracked = configuration(decidePredefinedTracking(spec(), 'It', INVOCATIONS, 10, options));
    expect(tracked).toMatchObject({ ScaleInCooldown: 0, ScaleOutCooldown: 0 });
  });

  test('of one metric has its dimensions in order', () => {
    expect(configuration(decideCustomTracking(spec(), 'Depth', source, 10)).CustomizedMetricSpecification).toEqual({
      Namespace: 'Queue',
      MetricName: 'Depth',
      Dimensions: [
        { Name: 'A', Value: '1' },
        { Name: 'B', Value: '2' },
      ],
      Statistic: 'Average',
    });
  });

  test.each<[number, string]>([
    [
      0,
      'target value (0): more than 0, because capacity follows from the metric divided by it. choose what one unit should bear',
    ],
    [
      -1,
      'target value (-1): more than 0, because capacity follows from the metric divided by it. choose what one unit should bear',
    ],
  ])('at %d is refused', (target, message) => {
    expect(() => decidePredefinedTracking(spec(), 'It', INVOCATIONS, target)).toThrow(message);
  });

  test('a cooldown out of range is refused', () => {
    const options = { scaleInCooldownSeconds: 1.5 };
    expect(() => decidePredefinedTracking(spec(), 'It', INVOCATIONS, 1, options)).toThrow(
      'scale-in cooldown (1.5 seconds): whole seconds of at least 0. choose a duration in that range',
    );
  });

  test('metrics without an expression are refused', () => {
    expect(() => decideCustomTracking(spec(), 'It', { metrics: { a: metric, b: metric } }, 1)).toThrow(
      'metrics (2): 1 without an expression. say how they make one value',
    );
    expect(() => decideCustomTracking(spec(), 'It', { metrics: {}, expression: '1' }, 1)).toThrow(
      'metrics (0): from 1 to 10. name the metrics of the expression',
    );
  });

  test('of a backlog is on what asynchronous endpoints publish', () => {
    expect(configuration(decideBacklogTracking(spec({ scaled: QUEUE }), 'Backlog'))).toMatchObject({
      TargetValue: 5,
      CustomizedMetricSpecification: {
        MetricName: 'ApproximateBacklogSizePerInstance',
        Dimensions: [{ Name: 'EndpointName', Value: 'e' }],
      },
    });
  });

  test.each<[Scaled, string]>([
    [SERVERLESS, 'SageMakerVariantProvisionedConcurrencyUtilization'],
    [FUNCTION, 'LambdaProvisionedConcurrencyUtilization'],
  ])('of %j is on a fraction', (scaled, type) => {
    expect(configuration(decideConcurrencyTracking(spec({ scaled }), 'It', 70))).toMatchObject({
      TargetValue: 0.7,
      PredefinedMetricSpecification: { PredefinedMetricType: type },
    });
  });

  test('of what may be 0 and has no signal says so', () => {
    expect(decideConcurrencyTracking(spec({ scaled: FUNCTION, minCapacity: 0 }), 'It', 70).notes).toEqual([
      'It: at 0 nothing is provisioned and no utilization is published, so that it stays 0 until a schedule raises the minimum',
    ]);
  });
});

describe('utilization', () => {
  const target = (utilization: Omit<UtilizationSpec, 'targetPercent'>) => {
    const [{ properties }] = decideUtilizationTracking(spec(), 'It', { targetPercent: 70, ...utilization }).resources;
    return (properties as { TargetTrackingScalingPolicyConfiguration: { TargetValue: number } })
      .TargetTrackingScalingPolicyConfiguration.TargetValue;
  };

  test.each<[UtilizationSpec['utilized'], string, number]>([
    ['gpu', 'ml.g5.xlarge', 70],
    ['gpu', 'ml.g5.12xlarge', 280],
    ['gpu', 'ml.g4dn.16xlarge', 70],
    ['gpu', 'ml.p4d.24xlarge', 560],
    ['gpu-memory', 'ml.g6.48xlarge', 560],
    ['cpu', 'ml.c7i.large', 140],
    ['cpu', 'ml.m5.4xlarge', 1120],
    ['cpu', 'ml.c4.8xlarge', 2520],
    ['memory', 'ml.m5.4xlarge', 70],
  ])('of %s on %s is multiplied by its devices', (utilized, instanceType, value) => {
    expect(target({ utilized, instanceType })).toBe(value);
  });

  test('of devices that are given is multiplied by those', () => {
    expect(target({ utilized: 'gpu', instanceType: 'token', devices: 2 })).toBe(140);
  });

  test.each<[Omit<UtilizationSpec, 'targetPercent'> & { targetPercent?: number }, string]>([
    [
      { utilized: 'gpu', instanceType: 'token' },
      'GPUs of an instance (unknown): needed, because GPUUtilization is the sum over them. pass devicesPerInstance',
    ],
    [
      { utilized: 'gpu', instanceType: 'ml.c7i.large' },
      'GPUs of an instance (0): at least 1 to scale on GPUUtilization. choose an instance type that has some, or another metric',
    ],
    [
      { utilized: 'memory', targetPercent: 101 },
      'target utilization (101 %): more than 0 and at most 100, of each device. choose a share in that range',
    ],
    [
      { utilized: 'memory', targetPercent: TOKEN },
      'target utilization (a token): must be known at synth, because it is multiplied by the devices of an instance. pass a literal',
    ],
  ])('%j is refused', (utilization, message) => {
    expect(() => target(utilization as Omit<UtilizationSpec, 'targetPercent'>)).toThrow(message);
  });
});

describe('steps', () => {
  const decided = (intervals: { lower?: number; upper?: number; change: number }[], scaled: Scaled = INSTANCES) =>
    decideSteps(spec({ scaled }), 'It', { source, periodSeconds: 60, intervals }).resources;

  test('on both sides become two alarms with bounds relative to their thresholds', () => {
    const resources = decided([
      { lower: 100, change: 3 },
      { upper: 10, change: -1 },
      { lower: 50, change: 1 },
    ]);
    expect(resources.map(({ id }) => id)).toEqual(['ItLowerPolicy', 'ItLowerAlarm', 'ItUpperPolicy', 'ItUpperAlarm']);
    expect(resources[1].properties).toMatchObject({ Threshold: 10, ComparisonOperator: 'LessThanOrEqualToThreshold' });
    expect(resources[3].properties).toMatchObject({
      Threshold: 50,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(resources[2].properties.StepScalingPolicyConfiguration).toMatchObject({
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 50, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 50, ScalingAdjustment: 3 },
      ],
    });
  });

  const remedy =
    '. write steps that leave one range free, for example { upper: 10, change: -1 } and { lower: 50, change: 1 }';
  test.each([
    [[], 'steps (none): at least 1'],
    [[{ lower: 5, upper: 5, change: 1 }], 'step 5 to 5: a lower bound below its upper one'],
    [
      [
        { lower: 1, upper: 6, change: 1 },
        { lower: 5, change: 2 },
      ],
      'steps 1 to 6 and 5 to Infinity: no overlap',
    ],
    [[{ change: 1 }], 'ranges of the metric without a step (0): exactly 1, in which the capacity stays as it is'],
    [
      [
        { upper: 1, change: -1 },
        { lower: 5, upper: 6, change: 2 },
      ],
      'ranges of the metric without a step (2): exactly 1, in which the capacity stays as it is',
    ],
    [Array.from({ length: 21 }, (_, i) => ({ lower: i, change: i })), 'steps on one side (21): at most 20'],
  ])('%j are refused', (intervals, message) => {
    expect(() => decided(intervals)).toThrow(message + remedy);
  });

  test('of a function are refused', () => {
    expect(() => decided([{ lower: 1, change: 1 }], FUNCTION)).toThrow(
      'step scaling (of a function): not for provisioned concurrency, which Lambda only lets a target or a schedule change. ' +
        'scale on utilization or on a schedule',
    );
  });

  test('with tokens for bounds are refused', () => {
    expect(() => decided([{ lower: TOKEN, change: 1 }])).toThrow(
      'bounds of a step (a token): must be known at synth, because thresholds are computed from them. pass literals',
    );
  });
});

describe('a schedule', () => {
  test.each([
    [
      { schedule: 'rate(1 hour)' },
      'schedule (without a capacity): a minimum, a maximum or both. say what changes at that time',
    ],
    [
      { schedule: 'rate(1 hour)', minCapacity: 3, maxCapacity: 2 },
      'minimum capacity (3): at most the maximum capacity (2). choose a smaller minimum or a larger maximum',
    ],
    [{ schedule: 'rate(1 hour)', minCapacity: 0 }, 'minimum capacity (0): at least 1 instance'],
    [
      { schedule: 'rate(1 hour)', maxCapacity: 0 },
      'maximum capacity (0): at least 1 instance, because a real-time endpoint refuses to run on none. serve the model with ' +
        'an asynchronous endpoint, an inference component or a function, which scale to zero, or schedule fewer instances by night',
    ],
    [
      { schedule: 'cron(0 8 * * *)', minCapacity: 1 },
      'schedule ("cron(0 8 * * *)"): at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron() with 6 fields. write for example "cron(0 8 ? * MON-FRI *)"',
    ],
    [
      { schedule: 'cron(0 8 1 * MON *)', minCapacity: 1 },
      'schedule ("cron(0 8 1 * MON *)"): cron() with "?" in either the day of the month or the day of the week. write for example',
    ],
    [
      { schedule: 'rate(1 hour)', minCapacity: 1, timezone: 'Mars/Olympus' },
      'time zone ("Mars/Olympus"): a name of the IANA database. write for example "Europe/Berlin"',
    ],
  ])('%j is refused', (scheduled, message) => {
    expect(() => decideSchedule(spec(), 'Night', scheduled)).toThrow(message);
  });

  test.each(['cron(0 8 * * ? *)', 'cron(0 8 ? * MON-FRI *)', 'rate(5 minutes)', 'at(2027-01-01T00:00:00)', 'token'])(
    '%s is taken',
    (schedule) => {
      const [{ properties }] = decideSchedule(spec(), 'Night', { schedule, minCapacity: 2 }).resources;
      expect(properties).toMatchObject({ Schedule: schedule, ScalableTargetAction: { MinCapacity: 2 } });
    },
  );
});

describe('notes', () => {
  const notes = (expectedRequestsPerMinute: number, given: Partial<ScalingSpec> = {}, type: string = INVOCATIONS) =>
    decidePredefinedTracking(spec({ expectedRequestsPerMinute, ...given }), 'It', type, 200).notes;
  const late =
    'a load that grows to 3 times that at once is under-provisioned for 4 minutes and the time that new capacity takes to start';

  test.each<[number, Partial<ScalingSpec>, string[]]>([
    [450, {}, [`It: 450 requests per minute ask for 3 instances; ${late}`]],
    [
      600,
      {},
      [`It: 600 requests per minute ask for 3 instances; ${late}, and for longer: it asks for 9, and the maximum is 8`],
    ],
    [
      2000,
      {},
      ['It: 2000 requests per minute ask for 10 instances, and the maximum is 8: raise maxCapacity or the target'],
    ],
    [60, {}, ['It: 60 requests per minute ask for 1 instance, which also serve 3 times as many']],
    [TOKEN, {}, []],
  ])('at %d requests per minute', (requests, given, expected) => {
    expect(notes(requests, given)).toEqual(expected);
  });

  test('are not made of what does not count requests', () => {
    expect(notes(600, {}, 'SageMakerVariantConcurrentRequestsPerModelHighResolution')).toEqual([]);
  });

  test('say once how several policies agree', () => {
    const tracking = (id: string) => decidePredefinedTracking(spec(), id, INVOCATIONS, 10).resources;
    const steps = decideSteps(spec(), 'It', {
      source,
      periodSeconds: 60,
      intervals: [{ lower: 1, change: 1 }],
    }).resources;
    const wakeUp = decideScaling(spec({ scaled: QUEUE, minCapacity: 0 })).resources;
    expect(conflictNotes([], tracking('A'))).toEqual([]);
    expect(conflictNotes(tracking('A'), tracking('B'))).toHaveLength(1);
    expect(conflictNotes([...tracking('A'), ...tracking('B')], tracking('C'))).toEqual([]);
    expect(conflictNotes(tracking('A'), steps)).toHaveLength(1);
    expect(conflictNotes(wakeUp, tracking('A'))).toEqual([]);
  });
});

test.each([
  [false, ['DataCaptureConfig']],
  [true, ['DataCaptureConfig', 'DesiredWeight']],
])('an endpoint with declared weights (%p) keeps all but %j', (declaresWeights, excluded) => {
  expect(retainedProperties(declaresWeights)).toEqual({
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: excluded.map((VariantPropertyType) => ({ VariantPropertyType })),
  });
});

describe('a variant of an endpoint', () => {
  const isUnresolved = (value: unknown) => value === TOKEN;
  const variants = [{ name: 'challenger', weight: 3, instanceType: 'ml.g5.xlarge' }];

  test('has the instances and the share of the traffic that are declared', () => {
    const declared = { instanceCount: 4, variants, expectedRequestsPerMinute: 400, isUnresolved };
    expect(scalableVariant(declared)).toEqual({
      variantName: 'live',
      instanceType: 'ml.c7i.large',
      instanceCount: 4,
      expectedRequestsPerMinute: 100,
    });
    expect(scalableVariant(declared, 'challenger')).toMatchObject({
      instanceType: 'ml.g5.xlarge',
      expectedRequestsPerMinute: 300,
    });
  });

  test('has an unknown share where a weight is a token', () => {
    const declared = { weight: TOKEN, variants, expectedRequestsPerMinute: 400, isUnresolved };
    expect(scalableVariant(declared)).not.toHaveProperty('expectedRequestsPerMinute');
  });

  test('is refused where the endpoint has none of that name', () => {
    expect(() => scalableVariant({ variants, isUnresolved }, 'other')).toThrow(
      'variant ("other"): one of live, challenger. name one that the endpoint has',
    );
  });

  test('has a declared weight where the author gives one', () => {
    expect([{}, { weight: 0 }, { variants }].map((given) => declaresWeights({ ...given, isUnresolved }))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
