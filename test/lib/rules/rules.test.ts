import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach, RULES } from '@inference-constructs/core/out/rules/engine';

interface AlarmOptions {
  readonly namespace?: string;
  readonly dimensions?: Record<string, unknown>;
  readonly period?: number;
  readonly evaluationPeriods?: number;
  readonly note?: Record<string, unknown>;
}

function alarm(options: AlarmOptions = {}) {
  const dimensions = options.dimensions ?? { FunctionName: 'f', ExecutedVersion: '2' };
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Metadata: options.note === undefined ? {} : { InferenceConstructs: options.note },
    Properties: {
      Namespace: options.namespace ?? 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Period: options.period ?? 60,
      EvaluationPeriods: options.evaluationPeriods ?? 1,
    },
  };
}

function group(
  configName: unknown = 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
  alarms: unknown[] = ['Alarm'],
) {
  return {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: {
      DeploymentConfigName: configName,
      AlarmConfiguration: { Enabled: true, Alarms: alarms.map((name) => ({ Name: { Ref: name } })) },
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_STOP_ON_ALARM'] },
    },
  };
}

function endpoint(alarmName: unknown, wait = 600) {
  return {
    Type: 'AWS::SageMaker::Endpoint',
    Properties: {
      EndpointName: 'live',
      EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
      DeploymentConfig: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: {
            Type: 'CANARY',
            WaitIntervalInSeconds: wait,
            CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
          },
        },
        AutoRollbackConfiguration: { Alarms: alarmName === undefined ? [] : [{ AlarmName: alarmName }] },
      },
    },
  };
}

function broken(resources: Record<string, unknown>): string[] {
  const graph = graphOfTemplate({ Resources: resources } as Template);
  return breaches(graph, { isUnresolved: () => false }).map(describeBreach);
}

test('a sound release breaks no rule', () => {
  expect(broken({ Group: group(), Alarm: alarm() })).toEqual([]);
});

describe('canary-longer-than-alarm', () => {
  test.each([
    [480, 1],
    [240, 2],
    [60, 8],
  ])('a window of %i s × %i fits a bake of 600 s', (period, evaluationPeriods) => {
    expect(broken({ Group: group(), Alarm: alarm({ period, evaluationPeriods }) })).toEqual([]);
  });

  test.each([
    [540, 1, 540],
    [300, 2, 600],
    [60, 9, 540],
  ])('a window of %i s × %i does not', (period, evaluationPeriods, window) => {
    expect(broken({ Group: group(), Alarm: alarm({ period, evaluationPeriods }) })).toEqual([
      `[canary-longer-than-alarm] Alarm: window (${window} s) of this rollback alarm and 120 s until metrics arrive: at ` +
        "most the bake of Group (600 s). shorten the alarm's period or evaluation periods, or bake longer",
    ]);
  });

  test('custom deployment configurations are read', () => {
    const config = {
      Type: 'AWS::CodeDeploy::DeploymentConfig',
      Properties: {
        TrafficRoutingConfig: {
          Type: 'TimeBasedLinear',
          TimeBasedLinear: { LinearPercentage: 20, LinearInterval: 2 },
        },
      },
    };
    expect(broken({ Config: config, Group: group({ Ref: 'Config' }), Alarm: alarm() })).toHaveLength(1);
  });

  test('all at once has no bake, so nothing can outlast it', () => {
    const steps = 'CodeDeployDefault.LambdaAllAtOnce';
    expect(broken({ Group: group(steps), Alarm: alarm({ period: 3600 }) })).toEqual([]);
  });

  test('endpoints are read too', () => {
    const dimensions = { EndpointName: 'live', EndpointConfigName: 'c' };
    const slow = alarm({ namespace: 'AWS/SageMaker', dimensions, period: 600, evaluationPeriods: 2 });
    expect(broken({ Endpoint: endpoint({ Ref: 'Alarm' }), Alarm: slow })).toEqual([
      '[canary-longer-than-alarm] Alarm: window (1200 s) of this rollback alarm and 120 s until metrics arrive: at most ' +
        "the bake of Endpoint (600 s). shorten the alarm's period or evaluation periods, or bake longer",
    ]);
  });
});

describe('rollback-without-alarms', () => {
  test.each([
    ['a deployment group', { Group: group(undefined, []) }, 'Group'],
    ['an endpoint with guardrails', { Endpoint: endpoint(undefined) }, 'Endpoint'],
  ])('%s without alarms never rolls back', (_, resources, path) => {
    expect(broken(resources)).toEqual([
      `[rollback-without-alarms] ${path}: rollback alarms (none): at least 1. name the alarms that watch the new release`,
    ]);
  });

  test('alarms that are switched off count as none', () => {
    const off = group();
    off.Properties.AlarmConfiguration.Enabled = false;
    expect(broken({ Group: off, Alarm: alarm() })).toHaveLength(1);
  });

  test('an endpoint without guardrails is not a rollout', () => {
    expect(broken({ Endpoint: { Type: 'AWS::SageMaker::Endpoint', Properties: {} } })).toEqual([]);
  });
});

describe('alarm-watches-old-release', () => {
  test.each([
    ['AWS/Lambda', { FunctionName: 'f' }, 'FunctionName', 'ExecutedVersion'],
    ['InferenceConstructs', { FunctionName: 'f', ModelDigest: 'd' }, 'FunctionName, ModelDigest', 'Release'],
    ['AWS/SageMaker', { EndpointName: 'e', VariantName: 'v' }, 'EndpointName, VariantName', 'EndpointConfigName'],
    ['AWS/SageMaker', {}, 'none', 'EndpointConfigName'],
  ])('an alarm in %s on %j watches both releases', (namespace, dimensions, named, needed) => {
    expect(broken({ Group: group(), Alarm: alarm({ namespace, dimensions }) })).toEqual([
      `[alarm-watches-old-release] Alarm: dimensions (${named}) of Errors: must include ${needed}, or the alarm ` +
        `watches the old release too. add the dimension ${needed}`,
    ]);
  });

  test("a namespace of the user's own is theirs to judge", () => {
    expect(broken({ Group: group(), Alarm: alarm({ namespace: 'Mine', dimensions: {} }) })).toEqual([]);
  });
});

describe('alarm-endpoint-cycle', () => {
  const dimensions = (name: unknown) => ({ EndpointName: name, EndpointConfigName: 'c' });

  test('an alarm that refers to its endpoint waits for it, and the endpoint for the alarm', () => {
    const cyclic = alarm({
      namespace: 'AWS/SageMaker',
      dimensions: dimensions({ 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }),
    });
    expect(broken({ Endpoint: endpoint({ Ref: 'Alarm' }), Alarm: cyclic })).toEqual([
      '[alarm-endpoint-cycle] Alarm: dimension (a reference to Endpoint): must be a literal name, because the endpoint ' +
        'names this alarm and each would wait for the other. give the endpoint a literal name and write it in the dimension',
    ]);
  });

  test('a literal name breaks the cycle', () => {
    const literal = alarm({ namespace: 'AWS/SageMaker', dimensions: dimensions('live') });
    expect(broken({ Endpoint: endpoint({ Ref: 'Alarm' }), Alarm: literal })).toEqual([]);
  });
});

test.each([
  ['AWS::SageMaker::EndpointConfig', 'EndpointConfigName'],
  ['AWS::SageMaker::Model', 'ModelName'],
])('named-replaceable-resource: %s must not be named', (type, property) => {
  expect(broken({ It: { Type: type, Properties: { [property]: 'fixed' } } })).toEqual([
    `[named-replaceable-resource] It: ${property} ("fixed"): must not be set, because every change replaces this ` +
      'resource and the name is still taken. leave the name to the engine',
  ]);
});

describe('canary-cannot-see-collapse', () => {
  const shift = (expectedRequestsPerMinute: number, heldOutRows = 1000) =>
    alarm({
      namespace: 'InferenceConstructs',
      dimensions: { ModelDigest: 'd', Release: '2' },
      period: 480,
      note: { kind: 'prediction-shift', heldOutRows, expectedRequestsPerMinute, rates: { ill: 0.37, well: 0.63 } },
    });

  test('enough traffic is enough', () => {
    expect(broken({ Group: group(), Alarm: shift(100) })).toEqual([]);
  });

  test('too little is said with the numbers', () => {
    expect(broken({ Group: group(), Alarm: shift(20) })).toEqual([
      '[canary-cannot-see-collapse] Alarm: rows on the canary while this alarm looks (about 14, at 20 requests per ' +
        'minute): a collapse to one class needs 39, so it is seen with a chance of only 0 % (at least 90 %). bake ' +
        'longer or give the canary more traffic',
    ]);
  });
});

test('all at once leaves no time to see anything', () => {
  const blind = alarm({
    namespace: 'InferenceConstructs',
    dimensions: { ModelDigest: 'd', Release: '2' },
    note: { heldOutRows: 1000, expectedRequestsPerMinute: 1e6, rates: { ill: 0.37, well: 0.63 } },
  });
  expect(broken({ Group: group('CodeDeployDefault.LambdaAllAtOnce'), Alarm: blind })).toEqual([
    '[canary-cannot-see-collapse] Alarm: bake (0 s): all traffic moves at once, and no alarm has the time to roll back a ' +
      'release whose answers collapse to one class. choose a canary',
  ]);
});

test('too few held-out rows are said, because no traffic makes up for them', () => {
  const blind = alarm({
    namespace: 'InferenceConstructs',
    dimensions: { ModelDigest: 'd', Release: '2' },
    period: 480,
    note: { heldOutRows: 20, expectedRequestsPerMinute: 1e6, rates: { ill: 0.37, well: 0.63 } },
  });
  expect(broken({ Group: group(), Alarm: blind })).toEqual([
    '[canary-cannot-see-collapse] Alarm: held-out rows (20): too few to tell a collapse to one class from chance, ' +
      'whatever the traffic. evaluate the model on more rows',
  ]);
});

test('rule ids are unique and every rule says why', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  expect(RULES.filter(({ why }) => !/^[A-Z].*\.$/.test(why))).toEqual([]);
});
