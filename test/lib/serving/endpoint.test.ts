import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const model = {
  directory: '/models/triage',
  digest: DIGEST,
  bytes: 1000,
  files: [],
  graph: { irVersion: 8, opsets: { 'ai.onnx': 17 } },
  manifest: {
    name: 'triage',
    version: '1.0.0',
    signature: { inputs: [], outputs: [] },
    classes: { output: 'p', names: ['ill', 'well'], positive: 'ill' },
    heldOut: { rows: 999, predictedRates: { ill: 0.37, well: 0.63 } },
  },
} as unknown as LoadedPackage;

function decide(overrides: Partial<EndpointSpec> = {}) {
  return decideEndpoint({
    model,
    endpointName: 'live-1',
    image: 'registry/runtime:1',
    imageRepositoryArn: 'arn:repository',
    modelDataUrl: 's3://bucket/key.tar.gz',
    modelDataArn: 'arn:aws:s3:::bucket/key.tar.gz',
    partition: 'aws',
    region: 'eu-west-1',
    account: '123456789012',
    isUnresolved: () => false,
    ...overrides,
  });
}

function properties(plan: ReturnType<typeof decide>, id: string): Record<string, unknown> {
  return plan.resources.find((resource) => resource.id === id)?.properties as Record<string, unknown>;
}

test('the endpoint has a literal name, the model and the configuration have none', () => {
  const plan = decide();
  expect(properties(plan, 'Resource').EndpointName).toBe('live-1');
  expect(properties(plan, 'Model')).not.toHaveProperty('ModelName');
  expect(properties(plan, 'Config')).not.toHaveProperty('EndpointConfigName');
});

test('a canary bakes twice, and the deployment may take as long as that and a fleet needs', () => {
  expect(properties(decide(), 'Resource').DeploymentConfig).toEqual({
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: 'CANARY',
        WaitIntervalInSeconds: 900,
        CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
      },
      TerminationWaitInSeconds: 0,
      MaximumExecutionTimeoutInSeconds: 3600,
    },
    AutoRollbackConfiguration: {
      Alarms: [
        { AlarmName: '@{ErrorsAlarm.Ref}' },
        { AlarmName: '@{LatencyAlarm.Ref}' },
        { AlarmName: '@{PredictionShiftAlarm.Ref}' },
      ],
    },
  });
});

test('a model with a fallback has an alarm on its answers in the new release', () => {
  const { manifest } = model;
  const fallback = { outputs: { p: [1, 0] } };
  const plan = decide({ model: { ...model, manifest: { ...manifest, fallback } } });
  expect(JSON.stringify(properties(plan, 'FallbackAlarm').Metrics)).toMatch(
    /"Dimensions":\[\{"Name":"EndpointName","Value":"live-1"\},\{"Name":"ModelDigest","Value":"sha256:0+"\},\{"Name":"Release","Value":"[0-9a-f]{12}"\}\]/,
  );
  expect(properties(plan, 'Resource').DeploymentConfig).toMatchObject({
    AutoRollbackConfiguration: {
      Alarms: ['ErrorsAlarm', 'LatencyAlarm', 'FallbackAlarm', 'PredictionShiftAlarm'].map((id) => ({
        AlarmName: `@{${id}.Ref}`,
      })),
    },
  });
});

test('one instance rolls out all at once, with a bake', () => {
  const plan = decide({ instanceCount: 1, rollout: { kind: 'all-at-once', bakeMinutes: 10 } });
  expect(properties(plan, 'Resource').DeploymentConfig).toMatchObject({
    BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 600 } },
  });
});

test('alarms watch the new configuration only, latency in microseconds', () => {
  const alarm = properties(decide(), 'LatencyAlarm') as {
    Metrics: { Expression?: string; MetricStat?: { Metric: { Dimensions: unknown } } }[];
  };
  expect(alarm.Metrics[0].Expression).toBe('IF(n >= 20, IF(n >= 1000, p99, p90) / 1000, 0)');
  expect(alarm.Metrics[1].MetricStat?.Metric.Dimensions).toEqual([
    { Name: 'EndpointConfigName', Value: '@{Config.EndpointConfigName}' },
    { Name: 'EndpointName', Value: 'live-1' },
    { Name: 'VariantName', Value: 'live' },
  ]);
});

test.each([
  ['ml.c7i.large', 'cpu'],
  ['ml.g5.xlarge', 'cuda'],
  ['ml.g4dn.xlarge', 'cuda'],
  ['ml.p4d.24xlarge', 'cuda'],
  ['ml.m8g.large', 'cpu'],
])('%s serves on %s', (instanceType, device) => {
  expect(properties(decide({ instanceType }), 'Model').PrimaryContainer).toMatchObject({
    Environment: { INFERENCE_DEVICE: device, INFERENCE_MODEL_DIGEST: DIGEST, INFERENCE_ENDPOINT_NAME: 'live-1' },
  });
});

test('the role reads one object, one repository, its own logs', () => {
  const document = properties(decide(), 'RolePolicy').PolicyDocument as {
    Statement: { Action: string[]; Resource: string }[];
  };
  expect(document.Statement.map(({ Action, Resource }) => `${Action.join(' ')} on ${Resource}`)).toEqual([
    'ecr:GetAuthorizationToken cloudwatch:DescribeAlarms on *',
    'ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:repository',
    's3:GetObject on arn:aws:s3:::bucket/key.tar.gz',
    'logs:CreateLogGroup logs:DescribeLogStreams on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/live-1',
    'logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/live-1:*',
  ]);
});

test('another model brings another policy, so that the old fleet keeps what it reads', () => {
  const other = decide({ model: { ...model, digest: `sha256:${'1'.repeat(64)}` } });
  const name = (plan: ReturnType<typeof decide>) => properties(plan, 'RolePolicy').PolicyName;
  expect(name(decide())).toMatch(/^serve-model-[0-9a-f]{12}$/);
  expect(name(decide({ instanceCount: 4 }))).toBe(name(decide()));
  expect(name(other)).not.toBe(name(decide()));
  expect(name(decide({ imageRepositoryArn: 'arn:other' }))).not.toBe(name(decide()));
});

test('alarm and container agree on what the release is called', () => {
  const { Environment } = properties(decide(), 'Model').PrimaryContainer as { Environment: Record<string, string> };
  expect(JSON.stringify(properties(decide(), 'PredictionShiftAlarm').Metrics)).toContain(
    JSON.stringify({ Name: 'Release', Value: Environment.INFERENCE_RELEASE }),
  );
});

test('a canary below one instance is said', () => {
  expect(decide({ expectedRequestsPerMinute: 600 }).notes[1]).toBe(
    '10 % of 2 instances is less than one: the canary may take a whole instance, which is 50 % of the traffic',
  );
  expect(decide({ expectedRequestsPerMinute: 600, instanceCount: 10 }).notes).toHaveLength(1);
});

test('a deployment longer than the engine waits is refused', () => {
  const rollout = { kind: 'canary', percent: 10, bakeMinutes: 20 } as const;
  expect(() => decide({ rollout, longestDeploymentSeconds: 3600 })).toThrow(
    'deployment (4200 s with a bake of 20 minutes): at most 3600 s, for which the provider waits. choose a shorter bake',
  );
});

test.each<[Partial<EndpointSpec>, string]>([
  [
    { instanceType: 'g5.xlarge' },
    'instance type ("g5.xlarge"): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large" or "ml.g5.xlarge"',
  ],
  [{ instanceCount: 0 }, 'instance count (0): a whole number of at least 1. choose 2 or more for a canary'],
  [
    { instanceCount: 1 },
    'instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
  ],
  [
    { rollout: { kind: 'canary', percent: 51, bakeMinutes: 10 } },
    'canary percent (51): at most 50 percent of the capacity on SageMaker. choose a smaller canary',
  ],
  [
    { rollout: { kind: 'canary', percent: 10, bakeMinutes: 61 } },
    'bake (61 minutes): at most 60 minutes on SageMaker. choose a shorter bake',
  ],
])('%j is refused', (overrides, message) => {
  expect(() => decide(overrides)).toThrow(message);
});

test('a container of somebody else has no alarms on what only the runtime publishes', () => {
  const alarms = decide({ publishesPredictions: false }).resources.filter(
    ({ type }) => type === 'AWS::CloudWatch::Alarm',
  );
  expect(alarms.map(({ id }) => id)).toEqual(['ErrorsAlarm', 'LatencyAlarm']);
});

test('and says so', () => {
  expect(decide({ publishesPredictions: false }).notes[0]).toMatch(/^no prediction-shift alarm: the container is not/);
});
