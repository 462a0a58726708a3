import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import { ModelPackage } from '@inference-constructs/core';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import type { MultiModelSpec } from '@inference-constructs/core/out/serving/multi-model-endpoint';
import {
  decideAddedModel,
  decideMultiModelEndpoint,
  targetModel,
} from '@inference-constructs/core/out/serving/multi-model-endpoint';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';
import type { ServerlessSpec } from '@inference-constructs/core/out/serving/serverless-endpoint';
import {
  decideServerlessEndpoint,
  defaultServerlessMemoryMib,
} from '@inference-constructs/core/out/serving/serverless-endpoint';
import type { PlannedResource, Properties } from '@inference-constructs/core/out/plan/plan';
import { join } from 'node:path';

const MIB = 1024 * 1024;
const folder = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1');
const model = loadedPackage(ModelPackage.fromDirectory(folder));
const hosted = {
  endpointName: 'diagnosis',
  image: 'image',
  imageRepositoryArn: 'repository',
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  isUnresolved: () => false,
};
const data = { model, modelDataUrl: 's3://bucket/key', modelDataArn: 'arn:aws:s3:::bucket/key' };
const asynchronous: AsyncSpec = {
  inputBucketArn: 'arn:aws:s3:::in',
  inputPrefix: 'in',
  outputBucketName: 'out',
  outputBucketArn: 'arn:aws:s3:::out',
  outputPrefix: 'out',
  failurePrefix: 'failed',
};
const BENCH = {
  onnxruntime: '1.30.0',
  machine: 'a laptop',
  residentMib: 100,
  startMilliseconds: 10,
  requests: { rows: 1, p50Milliseconds: 1, p99Milliseconds: 1 },
};
/** A row of it takes 12 MiB. */
const wide: ServedModel = {
  ...model,
  manifest: {
    ...model.manifest,
    signature: {
      ...model.manifest.signature,
      inputs: [{ name: 'image', type: 'float32', shape: ['batch', 3, 1024, 1024] }],
    },
  },
};
const endpoint = (spec: Partial<EndpointSpec>) => decideEndpoint({ ...hosted, ...data, ...spec });
const serverless = (spec: Partial<ServerlessSpec>) => decideServerlessEndpoint({ ...hosted, ...data, ...spec });
const multiModel = (spec: Partial<MultiModelSpec>) =>
  decideMultiModelEndpoint({
    ...hosted,
    bucketName: 'models',
    bucketArn: 'arn:aws:s3:::models',
    prefix: 'all',
    ...spec,
  });
const named = (resources: readonly PlannedResource[], id: string) =>
  resources.find((each) => each.id === id)!.properties;
const sized = (bytes: number) => ({ ...model, bytes });

describe('an asynchronous endpoint', () => {
  const { resources } = endpoint({ asynchronous });

  test('gives requests the time to wait for those before them, and room', () => {
    const { Environment } = named(resources, 'Model').PrimaryContainer as { Environment: Properties };
    expect(Environment).toMatchObject({ INFERENCE_MAX_WAIT_MS: '900000', INFERENCE_MAX_BODY_BYTES: '104857600' });
  });

  test('leaves to the author what its environment says', () => {
    const own = endpoint({ asynchronous, environment: { INFERENCE_MAX_WAIT_MS: '1' } }).resources;
    expect(JSON.stringify(named(own, 'Model'))).toContain('"INFERENCE_MAX_WAIT_MS":"1"');
  });

  test('counts requests by the latency, because SageMaker does not publish Invocations', () => {
    const text = JSON.stringify(named(resources, 'ErrorsAlarm'));
    expect(text).not.toContain('"Invocations"');
    expect(text).toContain('"SampleCount"');
  });

  test('keeps its guardrails', () => {
    expect(named(resources, 'Resource').DeploymentConfig).toBeDefined();
  });

  test.each<[string, Partial<AsyncSpec>, string]>([
    [
      'too many at a time',
      { maxConcurrentInvocationsPerInstance: 1001 },
      'concurrent invocations per instance (1001): a whole number from 1 to 1000. choose a value in that range',
    ],
    [
      'too large a payload',
      { maxPayloadBytes: 2 ** 31 },
      'largest payload (2147483648 bytes): from 1 to 1073741824 bytes on an asynchronous endpoint. choose a value in that range',
    ],
    [
      'a slash at the end',
      { outputPrefix: 'out/' },
      'prefix ("out/"): not empty, without a slash at either end. write for example "diagnosis/output"',
    ],
    [
      'answers that go nowhere',
      { answersInMessages: true },
      'answers in messages (true): needs a topic to send them to. set successTopic or errorTopic',
    ],
  ])('refuses %s', (_, spec, message) => {
    expect(() => endpoint({ asynchronous: { ...asynchronous, ...spec } })).toThrow(new Error(message));
  });
});

test.each<[string, () => unknown, string]>([
  ['an endpoint', () => endpoint({ model: wide }), 'an endpoint that answers at once takes'],
  ['a shadow', () => endpoint({ shadow: { ...data, model: wide } }), 'an endpoint that answers at once takes'],
  [
    'an asynchronous endpoint',
    () => endpoint({ model: wide, asynchronous: { ...asynchronous, maxPayloadBytes: 10 * MIB } }),
    'this asynchronous endpoint takes',
  ],
])('%s refuses a model whose row does not fit into a request', (_, make, message) => {
  expect(make).toThrow(message);
});

test('an asynchronous endpoint takes rows that others do not', () => {
  expect(() => endpoint({ model: wide, asynchronous })).not.toThrow();
});

describe('a serverless endpoint', () => {
  test('has no rollout, and says why', () => {
    const { resources, notes } = serverless({});
    expect(named(resources, 'Resource')).not.toHaveProperty('DeploymentConfig');
    expect(resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm')).toEqual([]);
    expect(notes).toEqual([
      'no rollout: SageMaker shifts a serverless endpoint all at once and watches no alarms. serve the model with an OnnxFunction or an InferenceEndpoint for a canary that rolls back',
    ]);
  });

  test.each([
    [0, 1024],
    [256 * MIB, 1024],
    [300 * MIB, 2048],
    [4000 * MIB, 6144],
  ])('of a model of %i bytes has %i MiB', (bytes, memory) => {
    expect(defaultServerlessMemoryMib(sized(bytes))).toBe(memory);
  });

  test('that was measured has at least the memory that its weights take', () => {
    const measured = { ...sized(4000 * MIB), bench: BENCH };
    expect(defaultServerlessMemoryMib(measured)).toBe(5120);
    expect(() => serverless({ model: measured })).not.toThrow();
  });

  test.each<[string, Partial<ServerlessSpec>, string]>([
    [
      'memory between two steps',
      { memoryMib: 3000 },
      'memory (3000 MiB): one of 1024, 2048, 3072, 4096, 5120, 6144 MiB on a serverless endpoint. choose one of them',
    ],
    [
      'a model that is larger than the memory',
      { model: sized(1000 * MIB), memoryMib: 1024 },
      'memory (1024 MiB): diagnosis takes at least 1256 MiB. choose more memory, or serve it with an InferenceEndpoint',
    ],
    [
      'too many requests',
      { maxConcurrency: 201 },
      'concurrency (201): a whole number from 1 to 200. choose a value in that range',
    ],
    [
      'more provisioned than allowed',
      { maxConcurrency: 5, provisionedConcurrency: 6 },
      'provisioned concurrency (6): at most the concurrency (5). provision less, or allow more',
    ],
    [
      'files below a prefix',
      { modelDataIsPrefix: true },
      'model (files below an S3 prefix): not on a serverless endpoint. use ModelPackage.fromDirectory or ModelPackage.fromS3Archive, or an InferenceEndpoint',
    ],
    [
      'a row that does not fit into a request',
      {
        model: wide,
      },
      'one row of diagnosis (at least 12582912 bytes): a serverless endpoint takes requests of at most 4194304 bytes. serve it with an InferenceEndpoint with INFERENCE_MAX_BODY_BYTES (up to 25000000) or an AsyncInferenceEndpoint',
    ],
  ])('refuses %s', (_, spec, message) => {
    expect(() => serverless(spec)).toThrow(new Error(message));
  });
});

describe('a multi-model endpoint', () => {
  test('may list and fetch what is below its prefix', () => {
    const { Statement } = named(multiModel({}).resources, 'RolePolicy').PolicyDocument as { Statement: Properties[] };
    expect(Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: 'arn:aws:s3:::models/all/*',
    });
    expect(Statement).toContainEqual({ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::models'] });
  });

  test('watches errors and latency, and says that it watches no answers', () => {
    const { resources, notes } = multiModel({});
    const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm').map(({ id }) => id);
    expect(alarms).toEqual(['ErrorsAlarm', 'LatencyAlarm']);
    expect(notes[0]).toMatch(/^no prediction-shift alarm: /);
  });

  const host = { publishesPredictions: true, isUnresolved: () => false };

  test('takes a model that it can load', () => {
    expect(decideAddedModel(model, host)).toEqual({ target: expect.stringMatching(/^diagnosis-1\.0\.0-/), notes: [] });
  });

  test.each<[string, ServedModel, RegExp]>([
    ['a model that the instances cannot hold', sized(4096 * MIB), /^instance type \(ml\.c7i\.large\): has 4 GiB/],
    ['a row that does not fit into a request', wide, /^one row of diagnosis .* a multi-model endpoint takes requests/],
  ])('refuses %s', (_, added, message) => {
    expect(() => decideAddedModel(added, host)).toThrow(message);
  });

  test('asks for a model by a name that no other release has', () => {
    expect(targetModel('diagnosis', '1.0.0', 'sha256:0123456789abcdef')).toBe('diagnosis-1.0.0-0123456789ab.tar.gz');
  });

  test.each(['', '/all', 'all/'])('refuses the prefix %j', (prefix) => {
    expect(() => multiModel({ prefix })).toThrow(
      new Error(
        `prefix (${JSON.stringify(prefix)}): not empty, without a slash at either end. write for example "models/diagnosis"`,
      ),
    );
  });
});

describe('owners and keys', () => {
  const key = (name: string) =>
    `key (${JSON.stringify(name)}): the ARN of a key, because a policy cannot name an alias. write arn:aws:kms:<region>:<account>:key/<id>`;
  const alias = 'arn:aws:kms:eu-west-1:123456789012:alias/models';

  test.each<[string, () => unknown, string]>([
    ['the key of an archive', () => endpoint({ modelKeyArn: alias }), key(alias)],
    ['the key of a serverless archive', () => serverless({ modelKeyArn: alias }), key(alias)],
    [
      'the key of another variant',
      () => endpoint({ variants: [{ name: 'b', weight: 1, ...data, modelKeyArn: alias }] }),
      key(alias),
    ],
    ['the key of many models', () => multiModel({ modelKeyArn: 'alias/models' }), key('alias/models')],
    [
      'the owner of many models',
      () => multiModel({ modelBucketAccount: '123' }),
      'bucket account ("123"): 12 digits. write the number of the account that owns the bucket',
    ],
    ...(['inputKeyArn', 'outputKeyArn', 'kmsKeyArn'] as const).map((name): [string, () => unknown, string] => [
      `${name} of an asynchronous endpoint`,
      () => endpoint({ asynchronous: { ...asynchronous, [name]: alias } }),
      key(alias),
    ]),
  ])('%s: what no policy can name is refused', (_, make, message) => {
    expect(make).toThrow(new Error(message));
  });

  test('that are not known yet pass', () => {
    const token = '${Token[TOKEN.1]}';
    expect(() =>
      endpoint({ modelKeyArn: token, asynchronous: { ...asynchronous, outputKeyArn: token } }),
    ).not.toThrow();
    expect(() => multiModel({ modelKeyArn: token, modelBucketAccount: token })).not.toThrow();
  });
});

describe('variants', () => {
  const challenger = { name: 'challenger', ...data, modelDataArn: 'arn:aws:s3:::bucket/other', weight: 1 };
  const { resources, notes } = endpoint({ weight: 3, variants: [challenger], expectedRequestsPerMinute: 60 });

  test('share the traffic by weight', () => {
    const variants = named(resources, 'Config').ProductionVariants as Properties[];
    expect(variants.map(({ VariantName, InitialVariantWeight }) => [VariantName, InitialVariantWeight])).toEqual([
      ['live', 3],
      ['challenger', 1],
    ]);
  });

  test('have rollback alarms of their own', () => {
    const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ id }) => id)).toEqual([
      'ErrorsAlarm',
      'LatencyAlarm',
      'PredictionShiftAlarm',
      'ErrorsAlarm-challenger',
      'LatencyAlarm-challenger',
      'PredictionShiftAlarm-challenger',
    ]);
    expect(JSON.stringify(alarms[3].properties)).toContain('"challenger"');
  });

  test('count in the power of the canary by their share', () => {
    expect(notes[0]).toMatch(/^at 45 requests per minute/);
  });

  test('may all be fetched', () => {
    expect(JSON.stringify(named(resources, 'RolePolicy'))).toContain(
      '["arn:aws:s3:::bucket/key","arn:aws:s3:::bucket/other"]',
    );
  });

  test.each<[string, Partial<EndpointSpec>, string]>([
    [
      'twice the same name',
      { variants: [challenger, challenger] },
      'variant name ("challenger"): names one variant only, and "live" is that of the endpoint\'s own model. choose another name',
    ],
    [
      'a name that SageMaker refuses',
      { variants: [{ ...challenger, name: 'a_b' }] },
      'variant name ("a_b"): at most 63 letters, digits and hyphens. write for example "challenger"',
    ],
    [
      'no traffic at all',
      { weight: 0, variants: [{ ...challenger, weight: 0 }] },
      'weight (0): a number of at least 0, and above 0 for one variant at least. traffic is split by weight over the sum of weights',
    ],
    [
      'more alarms than a deployment takes',
      { variants: ['a', 'b', 'c'].map((name) => ({ ...challenger, name })) },
      'rollback alarms (12): at most 10 on a deployment, and every variant has its own. serve fewer variants',
    ],
  ])('refuse %s', (_, spec, message) => {
    expect(() => endpoint(spec)).toThrow(new Error(message));
  });
});

describe('a model on an instance', () => {
  test('that cannot hold it is refused', () => {
    expect(() => endpoint({ model: sized(4096 * MIB), instanceType: 'ml.c7i.large' })).toThrow(
      new Error(
        'instance type (ml.c7i.large): has 4 GiB of memory, and diagnosis takes at least 4352 MiB. choose a larger type, or make the model smaller (quantization)',
      ),
    );
  });

  test('where it is tight is a note', () => {
    expect(endpoint({ model: sized(1500 * MIB), instanceType: 'ml.c7i.large' }).notes).toContain(
      'ml.c7i.large has 4 GiB of memory, and diagnosis may take up to 4756 MiB while it is loaded: try it before you rely on it',
    );
  });

  test('that was measured is tight by what it took', () => {
    const measured = (residentMib: number) =>
      endpoint({ model: { ...sized(1500 * MIB), bench: { ...BENCH, residentMib } }, instanceType: 'ml.c7i.large' });
    expect(measured(2700).notes.filter((note) => note.includes('while it is loaded'))).toEqual([]);
    expect(measured(3000).notes).toContain(
      'ml.c7i.large has 4 GiB of memory, and diagnosis may take up to 4500 MiB while it is loaded: try it before you rely on it',
    );
  });

  test('with a GPU counts the memory of the GPU', () => {
    expect(() => endpoint({ model: sized(23_000 * MIB), instanceType: 'ml.g5.12xlarge' })).toThrow(
      /has 22 GiB on a GPU/,
    );
  });

  test('of which nothing is known is not judged', () => {
    expect(endpoint({ model: sized(1e15), instanceType: 'ml.x99.huge' }).notes).not.toContainEqual(
      expect.stringMatching(/GiB/),
    );
  });
});

test.each<[string, Partial<EndpointSpec>, string]>([
  [
    'no subnet',
    { network: { subnetIds: [], securityGroupIds: ['sg-1'] } },
    'subnets (0): from 1 to 16 in the VPC of an endpoint. name at least one',
  ],
  [
    'six security groups',
    { network: { subnetIds: ['subnet-1'], securityGroupIds: Array.from({ length: 6 }, (_, i) => `sg-${i}`) } },
    'security groups (6): from 1 to 5 in the VPC of an endpoint. name fewer',
  ],
])('a network with %s is refused', (_, spec, message) => {
  expect(() => endpoint(spec)).toThrow(new Error(message));
});

test('a container of somebody else has no alarms on what only the runtime publishes', () => {
  const alarms = endpoint({ publishesPredictions: false }).resources.filter(
    ({ type }) => type === 'AWS::CloudWatch::Alarm',
  );
  expect(alarms.map(({ id }) => id)).toEqual(['ErrorsAlarm', 'LatencyAlarm']);
});

test('and says so', () => {
  expect(endpoint({ publishesPredictions: false }).notes[0]).toMatch(
    /^no prediction-shift alarm: the container is not/,
  );
});
