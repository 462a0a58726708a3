import fc from 'fast-check';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { LoadTrace } from '@inference-constructs/rehearsal/scaling/load-trace';
import { readScaling } from '@inference-constructs/rehearsal/scaling/read-scaling';
import type { SimulationOptions } from '@inference-constructs/rehearsal/scaling/scaling-input';
import { simulateScaling } from '@inference-constructs/rehearsal/scaling/simulate';

type Resource = NonNullable<Template['Resources']>[string];

const VARIANT = 'sagemaker:variant:DesiredInstanceCount';

function target(min: number, max: number, more: object = {}): Resource {
  return {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ServiceNamespace: 'sagemaker',
      ScalableDimension: VARIANT,
      ResourceId: 'endpoint/e/variant/v',
      MinCapacity: min,
      MaxCapacity: max,
      ...more,
    },
  };
}

function tracking(value: number, more: object = {}, type = 'SageMakerVariantInvocationsPerInstance'): Resource {
  return {
    Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Properties: {
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: { Ref: 'Target' },
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: value,
        PredefinedMetricSpecification: { PredefinedMetricType: type },
        ...more,
      },
    },
  };
}

const custom = (value: number, specification: object): Resource =>
  tracking(value, { PredefinedMetricSpecification: undefined, CustomizedMetricSpecification: specification });

function stepping(configuration: object): Resource {
  return {
    Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Properties: {
      PolicyType: 'StepScaling',
      ScalingTargetId: { Ref: 'Target' },
      StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity', ...configuration },
    },
  };
}

function alarm(MetricName: string, Threshold: number, more: object = {}): Resource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/SageMaker',
      MetricName,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'missing',
      AlarmActions: [{ Ref: 'Policy' }],
      ...more,
    },
  };
}

/** Runs of the same load: `[minutes, requests per minute]`. */
const load = (...runs: (readonly [number, number])[]): LoadTrace => ({
  requests: runs.flatMap(([minutes, requests]) => new Array<number>(minutes).fill(requests)),
  metrics: new Map(),
});

function simulate(resources: Record<string, Resource>, trace: LoadTrace, options: SimulationOptions = {}) {
  const { inputs, notPlayed } = readScaling(graphOfTemplate({ Resources: resources }));
  expect(notPlayed).toEqual([]);
  return simulateScaling(inputs[0], trace, options);
}

function activities(resources: Record<string, Resource>, trace: LoadTrace, options: SimulationOptions = {}): string[] {
  return simulate(resources, trace, options).activities.map(({ minute, from, to, status }) =>
    status === 'failed' ? `${minute}: failed` : `${minute}: ${from} to ${to}`,
  );
}

describe('target tracking, as published cases have it', () => {
  test('a load above the target scales out at minute 4, and in 16 minutes after it fell', () => {
    const resources = { Target: target(1, 2), Policy: tracking(1500) };
    expect(activities(resources, load([30, 2800], [40, 100]))).toEqual(['4: 1 to 2', '46: 2 to 1']);
  });

  test('130 requests a minute at a target of 5 go from 1 straight to 4', () => {
    const resources = { Target: target(1, 4), Policy: tracking(5) };
    expect(activities(resources, load([30, 130]))).toEqual(['4: 1 to 4']);
  });

  test('without any request SageMaker publishes nothing, and nothing scales in', () => {
    const resources = { Target: target(1, 2), Policy: tracking(1500) };
    const result = simulate(resources, load([30, 2800], [60, 0]));
    expect(result.activities).toHaveLength(1);
    expect(result.assumptions).toContain(
      'without requests no metric of requests is published, so that target tracking does not scale in: as SageMaker documents it',
    );
    expect(activities(resources, load([30, 2800], [60, 0]), { publishesZero: true })).toEqual([
      '4: 1 to 2',
      '46: 2 to 1',
    ]);
  });

  test('a high-resolution metric is seen six times as fast', () => {
    const type = 'SageMakerVariantConcurrentRequestsPerModelHighResolution';
    const resources = { Target: target(1, 10), Policy: tracking(2, {}, type) };
    // Five requests at a time: one second each, 300 a minute.
    const result = simulate(resources, load([30, 300]), { service: { serviceSeconds: 1 } });
    expect(result.activities[0]).toMatchObject({ minute: 0, from: 1, to: 3 });
    expect(result.minutes.findIndex(({ capacity }) => capacity === 3)).toBe(5);
  });
});

describe('target tracking', () => {
  test('leaves what lies between nine tenths of the target and the target', () => {
    const resources = { Target: target(1, 10, {}), Policy: tracking(100) };
    expect(activities(resources, load([60, 95]))).toEqual([]);
  });

  test('takes no action while capacity is on its way, and none on what was measured before it came', () => {
    const resources = { Target: target(1, 20), Policy: tracking(100) };
    expect(activities(resources, load([60, 300]), { service: { provisioningSeconds: 600 } })).toEqual(['4: 1 to 3']);
  });

  test('adds more within the cooldown only for a larger load', () => {
    const resources = { Target: target(1, 20), Policy: tracking(100, { ScaleOutCooldown: 3600 }) };
    const options = { service: { provisioningSeconds: 60 } };
    expect(activities(resources, load([20, 300], [20, 600]), options)).toEqual(['4: 1 to 3', '24: 3 to 6']);
  });

  test('waits for the cooldown before it removes more', () => {
    const resources = { Target: target(1, 10), Policy: tracking(100, { ScaleInCooldown: 600 }) };
    const options = { scaleIn: 'one-step' as const, service: { provisioningSeconds: 0 } };
    expect(activities(resources, load([20, 400], [60, 50]), options)).toEqual([
      '4: 1 to 4',
      '36: 4 to 3',
      '46: 3 to 2',
      '56: 2 to 1',
    ]);
  });

  test('does not remove where that is disabled', () => {
    const resources = { Target: target(1, 10), Policy: tracking(100, { DisableScaleIn: true }) };
    expect(activities(resources, load([20, 400], [60, 50]))).toEqual(['4: 1 to 4']);
  });

  test('follows an expression over custom metrics', () => {
    const metric = (MetricName: string, Stat: string) => ({ Metric: { Namespace: 'AWS/SageMaker', MetricName }, Stat });
    const Metrics = [
      { Id: 'backlog', ReturnData: false, MetricStat: metric('ApproximateBacklogSize', 'Average') },
      { Id: 'perUnit', Expression: 'backlog / 2' },
    ];
    const resources = { Target: target(1, 4), Policy: custom(20, { Metrics }) };
    const service = { isAsynchronous: true, requestsPerMinute: 10, provisioningSeconds: 60 };
    expect(activities(resources, load([10, 50]), { service })[0]).toBe('5: 1 to 4');
  });

  test('follows a metric of the trace', () => {
    const resources = {
      Target: target(1, 4),
      Policy: custom(10, { Namespace: 'Mine', MetricName: 'Depth', Statistic: 'Average' }),
    };
    const trace = { ...load([10, 1]), metrics: new Map([['Depth', new Array<number>(10).fill(25)]]) };
    expect(activities(resources, trace)).toEqual(['4: 1 to 3']);
  });
});

describe('several policies', () => {
  test('the largest capacity wins, and removing needs all of them', () => {
    const utilization = { Namespace: '/aws/sagemaker/Endpoints', MetricName: 'CPUUtilization', Statistic: 'Average' };
    const service = { requestsPerMinute: 200, provisioningSeconds: 0 };
    const one = { Target: target(1, 10), Policy: tracking(100) };
    const both = { ...one, Other: custom(20, utilization) };
    const trace = load([20, 400], [40, 100]);
    expect(activities(one, trace, { service })).toEqual(['4: 1 to 4', '36: 4 to 1']);
    // One instance is at 100 %, five are at 40 %: the other policy wants ten of them, and of 100 requests still three.
    expect(activities(both, trace, { service })).toEqual(['4: 1 to 5', '6: 5 to 10', '36: 10 to 3']);
  });
});

describe('step scaling', () => {
  const zero = {
    Target: target(0, 4),
    Policy: stepping({ Cooldown: 300, StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }] }),
    Alarm: alarm('HasBacklogWithoutCapacity', 1, { Statistic: 'Average', EvaluationPeriods: 2 }),
  };
  const service = { isAsynchronous: true, requestsPerMinute: 10, provisioningSeconds: 300 };

  test('brings an asynchronous endpoint back from zero', () => {
    const result = simulate(zero, load([5, 0], [30, 5]), { service });
    expect(result.activities).toMatchObject([{ minute: 8, from: 0, to: 1 }]);
    expect(Math.max(...result.minutes.map(({ backlog }) => backlog ?? 0))).toBe(40);
    expect(result.unservedRequests).toBe(0);
  });

  test('without a queue the requests of those minutes are not served', () => {
    const resources = { ...zero, Alarm: alarm('NoCapacityInvocationFailures', 1) };
    const result = simulate(resources, load([5, 0], [30, 5]), { service: { provisioningSeconds: 300 } });
    expect(result.activities).toMatchObject([{ minute: 7, from: 0, to: 1 }]);
    expect(result.unservedRequests).toBe(35);
  });

  test('repeats while the alarm lasts, after each cooldown', () => {
    const resources = {
      Target: target(1, 10),
      Policy: stepping({ Cooldown: 120, StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }] }),
      Alarm: alarm('Invocations', 100),
    };
    expect(activities(resources, load([9, 500]), { service: { provisioningSeconds: 60 } })).toEqual([
      '2: 1 to 3',
      '5: 3 to 5',
      '8: 5 to 7',
    ]);
  });

  test('within the cooldown a larger step adds what is missing to it', () => {
    const resources = {
      Target: target(1, 10),
      Policy: stepping({
        Cooldown: 600,
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 400, ScalingAdjustment: 2 },
          { MetricIntervalLowerBound: 400, ScalingAdjustment: 3 },
        ],
      }),
      Alarm: alarm('Invocations', 100),
    };
    const trace = load([5, 200], [5, 900]);
    expect(activities(resources, trace, { service: { provisioningSeconds: 0 } })).toEqual(['2: 1 to 3', '7: 3 to 4']);
  });

  test('removes by its own alarm', () => {
    const resources = {
      Target: target(1, 10, { MinCapacity: 4 }),
      Policy: stepping({ Cooldown: 60, StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment: -1 }] }),
      Alarm: alarm('Invocations', 100, { ComparisonOperator: 'LessThanThreshold' }),
    };
    const declared = {
      ...resources,
      Target: target(1, 10, { ScheduledActions: [action('start', 'at(2026-01-05T00:00:00)', 3)] }),
    };
    // Held at three by the schedule's minimum.
    expect(activities(declared, load([8, 10]), { service: { provisioningSeconds: 0 } })).toEqual(['0: 1 to 3']);
  });
});

function action(name: string, schedule: string, MinCapacity?: number, MaxCapacity?: number): object {
  return { ScheduledActionName: name, Schedule: schedule, ScalableTargetAction: { MinCapacity, MaxCapacity } };
}

describe('scheduled actions', () => {
  const scheduled = (...ScheduledActions: object[]) => ({ Target: target(1, 10, { ScheduledActions }) });

  test('set the bounds, whatever the cooldown', () => {
    const resources = scheduled(
      action('up', 'at(2026-01-05T00:10:00)', 5),
      action('down', 'at(2026-01-05T00:30:00)', 1, 2),
    );
    expect(activities(resources, load([60, 1]))).toEqual(['10: 1 to 5', '30: 5 to 2']);
  });

  test('fail while the endpoint is updating', () => {
    const resources = scheduled(
      action('up', 'at(2026-01-05T00:10:00)', 5),
      action('more', 'at(2026-01-05T00:12:00)', 7),
    );
    expect(activities(resources, load([60, 1]))).toEqual(['10: 1 to 5', '12: failed']);
  });

  test('follow the trace where it says when it begins', () => {
    const resources = scheduled(action('up', 'cron(0 8 ? * MON-FRI *)', 3));
    const trace = { ...load([60, 1]), startsAt: new Date('2026-01-06T07:30Z') };
    expect(activities(resources, trace)).toEqual(['30: 1 to 3']);
  });
});

describe('what it costs', () => {
  test('minutes with too little, and hours that are paid for', () => {
    const resources = { Target: target(1, 4), Policy: tracking(100) };
    const service = { provisioningSeconds: 300, pricePerUnitHour: 2 };
    const result = simulate(resources, load([60, 300]), { service });
    // Nine minutes on one: four until the decision, five until the others serve, which are paid for by then.
    expect(result).toMatchObject({ underProvisionedMinutes: 9, unitHours: (4 + 56 * 3) / 60 });
    expect(result.cost).toBeCloseTo((2 * (4 + 56 * 3)) / 60, 12);
    expect(result.minutes[3]).toEqual({
      minute: 3,
      requests: 300,
      capacity: 1,
      desired: 1,
      perUnit: 300,
      isUnderProvisioned: true,
    });
    expect(result.assumptions).toContain('a unit can answer 100 requests per minute, the target of the policy');
  });

  test('gaps in the load leave open what the alarm does, and that is said', () => {
    const requests = Array.from({ length: 60 }, (_, minute) => (minute % 2 === 0 ? 300 : 0));
    const { assumptions } = simulate({ Target: target(1, 4), Policy: tracking(100) }, { requests, metrics: new Map() });
    expect(assumptions.at(-1)).toMatch(
      /^datapoints of Policy are missing, and CloudWatch leaves open whether its alarm is in ALARM in \d+ minutes from minute \d+ on: the guide's example was followed$/,
    );
  });
});

test('whatever the load, the capacity stays within its bounds and nothing changes while it is updating', () => {
  const resources = {
    Target: target(2, 9),
    Policy: tracking(100),
    Other: custom(50, { Namespace: '/aws/sagemaker/Endpoints', MetricName: 'CPUUtilization', Statistic: 'Average' }),
  };
  const trace = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(trace, fc.integer({ min: 0, max: 900 }), (requests, provisioningSeconds) => {
      const service = { requestsPerMinute: 150, provisioningSeconds };
      const result = simulate(resources, { requests, metrics: new Map() }, { service });
      for (const { capacity, desired } of result.minutes) {
        expect(capacity).toBeGreaterThanOrEqual(2);
        expect(desired).toBeLessThanOrEqual(9);
        expect(capacity).toBeLessThanOrEqual(desired);
      }
      const outs = result.activities.filter(({ from, to }) => to > from).map(({ minute }) => minute);
      outs.slice(1).forEach((minute, i) => expect((minute - outs[i]) * 60).toBeGreaterThanOrEqual(provisioningSeconds));
    }),
    { numRuns: 60 },
  );
});

test.each<[string, Resource, string]>([
  [
    'concurrency without the time of a request',
    tracking(2, {}, 'SageMakerVariantConcurrentRequestsPerModelHighResolution'),
    'Policy: cannot play ConcurrentRequestsPerModel without serviceSeconds. give what it needs, or simulate without the policy',
  ],
  [
    'a metric that does not follow from requests',
    custom(10, { Namespace: 'Mine', MetricName: 'Depth', Statistic: 'Average' }),
    'Policy: cannot play Mine Depth, which does not follow from requests: give it in the trace. give what it needs, or simulate without the policy',
  ],
])('%s is refused', (_, Policy, message) => {
  const { inputs } = readScaling(graphOfTemplate({ Resources: { Target: target(1, 4), Policy } }));
  expect(() => simulateScaling(inputs[0], load([5, 1]))).toThrow(message);
});
