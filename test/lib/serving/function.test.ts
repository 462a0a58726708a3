import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { decideFunction } from '@inference-constructs/core/out/serving/function';
import type { FunctionSpec } from '@inference-constructs/core/out/serving/function';

const MIB = 1024 * 1024;
const DIGEST = `sha256:${'0'.repeat(64)}`;

function model(overrides: Partial<LoadedPackage> = {}): LoadedPackage {
  return {
    directory: '/models/triage',
    digest: DIGEST,
    bytes: 1000,
    files: [],
    manifest: {
      name: 'triage',
      version: '1.0.0',
      signature: { inputs: [], outputs: [] },
      classes: { output: 'p', names: ['ill', 'well'], positive: 'ill' },
      heldOut: { rows: 999, predictedRates: { ill: 0.37, well: 0.63 } },
    },
    ...overrides,
  } as LoadedPackage;
}

function decide(overrides: Partial<FunctionSpec> = {}) {
  return decideFunction({
    model: model(),
    layerArn: 'arn:layer',
    partition: 'aws',
    region: 'eu-west-1',
    account: '123456789012',
    hookName: 'CodeDeployHook_triage',
    handlerBytes: 100_000,
    isUnresolved: () => false,
    ...overrides,
  });
}

function properties(plan: ReturnType<typeof decide>, id: string): Record<string, unknown> {
  return plan.resources.find((resource) => resource.id === id)?.properties as Record<string, unknown>;
}

test('the whole of a function', () => {
  expect(decide().resources.map(({ id, type }) => `${id}: ${type}`)).toEqual([
    'Logs: AWS::Logs::LogGroup',
    'Role: AWS::IAM::Role',
    'RolePolicy: AWS::IAM::RolePolicy',
    'Function: AWS::Lambda::Function',
    'Version: AWS::Lambda::Version',
    'Alias: AWS::Lambda::Alias',
    'ErrorsAlarm: AWS::CloudWatch::Alarm',
    'LatencyAlarm: AWS::CloudWatch::Alarm',
    'PredictionShiftAlarm: AWS::CloudWatch::Alarm',
    'Application: AWS::CodeDeploy::Application',
    'DeploymentRole: AWS::IAM::Role',
    'DeploymentGroup: AWS::CodeDeploy::DeploymentGroup',
  ]);
});

test('the role may write to its own log group and nothing else', () => {
  expect(properties(decide(), 'RolePolicy').PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '@{Logs.Arn}' }],
  });
});

test('the runtime learns the digest of its model', () => {
  const plan = decide({ environment: { MINE: '1' } });
  expect(properties(plan, 'Function').Environment).toEqual({
    Variables: { MINE: '1', INFERENCE_MODEL_DIGEST: DIGEST },
  });
});

test.each([
  [1000, 512],
  [100 * MIB, 576],
  [101 * MIB, 576],
  [160 * MIB, 768],
])('a model package of %i bytes gets %i MiB', (bytes, memory) => {
  expect(properties(decide({ model: model({ bytes }) }), 'Function').MemorySize).toBe(memory);
});

test('the prediction-shift alarm compares the share of the positive class with the held-out one', () => {
  const alarm = properties(decide({ expectedRequestsPerMinute: 60 }), 'PredictionShiftAlarm');
  expect(alarm).toMatchObject({ Threshold: 16, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 });
  expect((alarm.Metrics as { Expression?: string }[])[0].Expression).toBe(
    'IF(n >= 39, (((c0 / n) - 0.37013) ^ 2) / (0.233134 * ((1 / n) + 0.001001)), 0)',
  );
});

test('the errors alarm works with squares, because metric math has no square root', () => {
  const alarm = properties(decide(), 'ErrorsAlarm');
  expect(alarm.Threshold).toBe(16);
  expect((alarm.Metrics as { Expression?: string }[])[0].Expression).toBe(
    'IF((n >= 20) AND (errors > (0.01 * n)), (((errors / n) - 0.01) ^ 2) * (n / 0.0099), 0)',
  );
});

test('a model with a fallback has an alarm on its answers, which raise no error', () => {
  const manifest = { ...model().manifest, fallback: { outputs: { p: [1, 0] } } };
  const plan = decide({ model: model({ manifest }) });
  expect(properties(plan, 'FallbackAlarm')).toMatchObject({
    AlarmDescription: 'Fallback answers of the new release exceed 1 % by more than 4 standard errors.',
    Threshold: 16,
    Metrics: [
      {
        Expression: 'IF((n >= 20) AND (fallbacks > (0.01 * n)), (((fallbacks / n) - 0.01) ^ 2) * (n / 0.0099), 0)',
        Label: 'fallback answers above 1 % (squared standard errors)',
      },
      { Id: 'n', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations' }, Stat: 'Sum' } },
      {
        Id: 'fallbacks',
        MetricStat: {
          Metric: {
            Namespace: 'InferenceConstructs',
            MetricName: 'FallbackAnswers',
            Dimensions: [
              { Name: 'FunctionName', Value: '@{Function.Ref}' },
              { Name: 'ModelDigest', Value: DIGEST },
              { Name: 'Release', Value: '@{Version.Version}' },
            ],
          },
          Stat: 'Sum',
        },
      },
    ],
  });
  expect(properties(plan, 'DeploymentGroup').AlarmConfiguration).toMatchObject({
    Alarms: ['ErrorsAlarm', 'LatencyAlarm', 'FallbackAlarm', 'PredictionShiftAlarm'].map((id) => ({
      Name: `@{${id}.Ref}`,
    })),
  });
});

test('a model with more classes watches each of them', () => {
  const names = ['a', 'b', 'c'];
  const manifest = {
    ...model().manifest,
    classes: { output: 'p', names },
    heldOut: { rows: 1000, predictedRates: { a: 0.5, b: 0.3, c: 0.2 } },
  };
  const alarm = properties(decide({ model: model({ manifest }) }), 'PredictionShiftAlarm');
  expect((alarm.Metrics as { Expression?: string }[])[0].Expression).toBe(
    [
      'MAX([IF(n >= 37, (((c0 / n) - 0.49975) ^ 2) / (0.25 * ((1 / n) + 0.001)), 0)',
      'IF(n >= 43, (((c1 / n) - 0.30005) ^ 2) / (0.21002 * ((1 / n) + 0.001)), 0)',
      'IF(n >= 57, (((c2 / n) - 0.2002) ^ 2) / (0.16012 * ((1 / n) + 0.001)), 0)])',
    ].join(', '),
  );
});

test('no number in an expression needs an exponent', () => {
  const manifest = {
    ...model().manifest,
    heldOut: { rows: 5_000_000, predictedRates: { ill: 0, well: 1 } },
  };
  for (const { properties: alarm } of decide({ model: model({ manifest }) }).resources) {
    expect(JSON.stringify(alarm.Metrics ?? '')).not.toMatch(/\de[-+]\d/);
  }
});

test('the alarms of a function watch its new version only, though both may serve the same model', () => {
  const alarms = decide().resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
  expect(
    alarms.map(({ properties: { Metrics } }) => JSON.stringify(Metrics).match(/@\{Version\.Version\}/g)?.length),
  ).toEqual([2, 3, 2]);
});

test('all at once is said to be without a way back', () => {
  const rollout = { kind: 'all-at-once', bakeMinutes: 15 } as const;
  expect(decide({ rollout, expectedRequestsPerMinute: 6000 }).notes).toEqual([
    'all traffic moves to a new release at once, and no alarm has the time to roll it back. choose a canary to be safe from bad releases',
  ]);
});

test('a regression model has no prediction-shift alarm, and the author is told', () => {
  const { classes: _, ...manifest } = model().manifest;
  const plan = decide({ model: model({ manifest }) });
  expect(plan.resources.some(({ id }) => id === 'PredictionShiftAlarm')).toBe(false);
  expect(plan.notes).toEqual([
    'no prediction-shift alarm: model.json of triage has no classes with heldOut.predictedRates, so a release that answers wrongly is not noticed',
  ]);
});

test('the power of the canary is said', () => {
  expect(decide({ expectedRequestsPerMinute: 60 }).notes).toEqual([
    'at 60 requests per minute the canary answers about 72 rows while its alarm looks; a collapse to one class shows from 39 rows on: it is seen with a chance of 100 %',
  ]);
  expect(decide().notes).toEqual([
    'power of the canary not computed: set expectedRequestsPerMinute to learn whether the bake can see a collapse to one class',
  ]);
});

test.each([0, -1, NaN, Infinity])('%d expected requests per minute are refused', (expectedRequestsPerMinute) => {
  expect(() => decide({ expectedRequestsPerMinute })).toThrow(
    `expected requests per minute (${expectedRequestsPerMinute}): a number above 0. give the traffic over all releases, or leave it out`,
  );
});

test.each<[Partial<FunctionSpec>, string]>([
  [
    { environment: { INFERENCE_MODEL_DIGEST: 'forged' } },
    'environment variable (INFERENCE_MODEL_DIGEST): set by the construct. choose another name',
  ],
  [{ environment: { AWS_REGION: 'x' } }, 'environment variable (AWS_REGION): set by Lambda. choose another name'],
  [{ memoryMib: 127 }, 'memory (127 MiB): a whole number from 128 to 10240 MiB. choose a value in that range'],
  [{ memoryMib: 10241 }, 'memory (10241 MiB): a whole number from 128 to 10240 MiB. choose a value in that range'],
  [{ memoryMib: 512.5 }, 'memory (512.5 MiB): a whole number from 128 to 10240 MiB. choose a value in that range'],
  [{ timeoutSeconds: 0 }, 'timeout (0 seconds): a whole number from 1 to 900 seconds. choose a value in that range'],
  [
    { timeoutSeconds: 901 },
    'timeout (901 seconds): a whole number from 1 to 900 seconds. choose a value in that range',
  ],
  [
    { model: model({ bytes: 215_100_000 }) },
    'size of model package, handler and onnxruntime layer (262200000 bytes): at most 262144000 bytes unzipped on Lambda. ' +
      'serve this model (215100000 bytes) with an image (up to 10 GiB) or an InferenceEndpoint, or make it smaller (quantization)',
  ],
])('%j is refused', (overrides, message) => {
  expect(() => decide(overrides)).toThrow(message);
});

test('a token is neither judged nor lost', () => {
  const plan = decide({ memoryMib: -1, timeoutSeconds: -1, isUnresolved: (value) => value === -1 });
  expect(properties(plan, 'Function')).toMatchObject({ MemorySize: -1, Timeout: -1 });
});

describe('a URL for pages in browsers', () => {
  const origins = ['https://app.example.com'];
  const cors = (overrides: object = {}) => decide({ hasUrl: true, cors: { allowedOrigins: origins, ...overrides } });

  test('lets a signed POST through, and nothing else', () => {
    expect(properties(cors({ maxAgeSeconds: 600 }), 'Url').Cors).toEqual({
      AllowOrigins: origins,
      AllowMethods: ['POST'],
      AllowHeaders: [
        'accept',
        'authorization',
        'content-type',
        'x-amz-content-sha256',
        'x-amz-date',
        'x-amz-security-token',
      ],
      MaxAge: 600,
    });
  });

  test.each([
    [
      { allowedOrigins: ['https://app.example.com/'] },
      'allowed origin ("https://app.example.com/"): "*", or scheme and host as a browser sends them, without a path or a slash at the end, in at most 253 characters. write for example "https://app.example.com"',
    ],
    [
      { allowedOrigins: [`https://${'a'.repeat(246)}`] },
      `allowed origin ("https://${'a'.repeat(246)}"): "*", or scheme and host as a browser sends them, without a path or a slash at the end, in at most 253 characters. write for example "https://app.example.com"`,
    ],
    [{ allowedOrigins: [] }, 'allowed origins (0): from 1 to 100. name as many, or "*" for all'],
    [
      { allowedMethods: ['OPTIONS'] },
      'allowed method ("OPTIONS"): one of GET, PUT, HEAD, POST, PATCH, DELETE, *. leave it out; Lambda answers OPTIONS itself',
    ],
    [
      { allowedMethods: ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'] },
      'allowed methods (7): at most 6. name as many, or "*" for all',
    ],
    [
      { allowedHeaders: Array.from({ length: 101 }, (_, i) => `x-${i}`) },
      'allowed headers (101): at most 100. name as many, or "*" for all',
    ],
    [{ maxAgeSeconds: 86_401 }, 'max age (86401 s): whole seconds from 0 to 86400. choose a value in that range'],
  ])('refuses %j', (overrides, message) => {
    expect(() => cors(overrides)).toThrow(new Error(message));
  });

  test('may allow no header', () => {
    expect(properties(cors({ allowedHeaders: [] }), 'Url').Cors).toMatchObject({ AllowHeaders: [] });
  });

  test('takes what is not known yet', () => {
    const isUnresolved = (value: unknown) => String(value).startsWith('token') || value === -1;
    const asked = { allowedOrigins: ['token'], allowedMethods: ['token'], maxAgeSeconds: -1 };
    expect(properties(decide({ hasUrl: true, cors: asked, isUnresolved }), 'Url').Cors).toMatchObject({ MaxAge: -1 });
  });

  test('is needed for its CORS', () => {
    expect(() => decide({ cors: { allowedOrigins: origins } })).toThrow(
      new Error('functionUrlCors (given): the function has no URL. set functionUrl, or leave it out'),
    );
  });
});

describe('an image', () => {
  test('says itself what it runs, and has no layer', () => {
    expect(properties(decide({ isImage: true, layerArn: undefined }), 'Function')).toMatchObject({
      PackageType: 'Image',
    });
    const { Handler, Runtime, Layers } = properties(decide({ isImage: true, layerArn: undefined }), 'Function');
    expect({ Handler, Runtime, Layers }).toEqual({});
  });

  test('is refused with a layer', () => {
    expect(() => decide({ isImage: true })).toThrow(
      new Error(
        'onnxruntime layer (given): not with an image, which has onnxruntime in it. leave out the layer or the image',
      ),
    );
  });

  test('holds a model that no zip holds, up to 10 GiB', () => {
    const inImage = (bytes: number) => decide({ model: model({ bytes }), isImage: true, layerArn: undefined });
    expect(properties(inImage(2000 * MIB), 'Function').MemorySize).toBe(6272);
    // Comfortable would be 12 256 MiB.
    expect(properties(inImage(4000 * MIB), 'Function').MemorySize).toBe(10_240);
    expect(() => inImage(10_000 * MIB)).toThrow(
      new Error(
        'least memory of triage (10256 MiB): at most 10240 MiB on Lambda. ' +
          'serve this model (10485760000 bytes) with an InferenceEndpoint, or make it smaller (quantization)',
      ),
    );
    expect(() => inImage(10_240 * MIB)).toThrow(
      new Error(
        'size of model package, handler and onnxruntime (10784518240 bytes): at most 10737418240 bytes in an image on Lambda. ' +
          'serve this model (10737418240 bytes) with an InferenceEndpoint, or make it smaller (quantization)',
      ),
    );
  });
});

describe('a model that was measured', () => {
  const measured = (residentMib: number, startMilliseconds: number, p99Milliseconds: number) =>
    model({
      bench: {
        onnxruntime: '1.30.0',
        machine: 'Lambda, 1769 MiB',
        residentMib,
        startMilliseconds,
        requests: { rows: 1, p50Milliseconds: 1, p99Milliseconds },
      },
    });

  test.each([
    [measured(900, 1000, 10), { MemorySize: 1408, Timeout: 30 }],
    [measured(100, 40_000, 2000), { MemorySize: 512, Timeout: 100 }],
    [measured(900, 900_000, 10), { MemorySize: 1408, Timeout: 900 }],
  ])('gets the memory and the time that it takes', (served, expected) => {
    expect(properties(decide({ model: served }), 'Function')).toMatchObject(expected);
    const asked = decide({ model: served, memoryMib: 600, timeoutSeconds: 7 });
    expect(properties(asked, 'Function')).toMatchObject({ MemorySize: 600, Timeout: 7 });
  });

  test('has at least the memory that its weights take, whatever was measured', () => {
    const served = { ...measured(100, 10, 10), bytes: 150 * MIB };
    expect(properties(decide({ model: served }), 'Function').MemorySize).toBe(512);
    expect(
      properties(decide({ model: { ...served, bytes: 1000 * MIB }, isImage: true, layerArn: undefined }), 'Function')
        .MemorySize,
    ).toBe(1280);
  });

  test('is told of a limit that it does not keep', () => {
    const note =
      'latency limit (1000 ms): bench.json has a 99th percentile of 1400 ms on Lambda, 1769 MiB, so that a release as fast as that is rolled back. raise the limit, or serve it where it is faster';
    expect(decide({ model: measured(100, 10, 1400) }).notes).toContain(note);
    expect(decide({ model: measured(100, 10, 1400), latencyLimitMilliseconds: 1500 }).notes.join()).not.toContain(
      'bench',
    );
  });

  test('is told that it is not what was measured', () => {
    const [of, now] = ['0a', '1b'].map((byte) => `sha256:${byte.repeat(32)}`);
    const plain = measured(100, 10, 10);
    const notes = (measuredDigest: string) =>
      decide({ model: { ...plain, measuredDigest, bench: { ...plain.bench!, modelDigest: of } } }).notes;
    expect(notes(now)).toContain(
      'bench.json (measured of sha256:0a0a0a0a0a0a): the package is sha256:1b1b1b1b1b1b without it, and defaults follow from what was measured. measure it again with "inference bench"',
    );
    expect(notes(of).join()).not.toContain('bench');
  });
});
