import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import { blueGreen, endpoint, read, rolling } from './support/declared';
import type { EndpointSpec, Resources } from './support/declared';
import { edited, temporaryFolder, v1, v2 } from '../support/assembly';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';

const folder = temporaryFolder();
const canary = blueGreen('CANARY', { bake: 10, percent: 10 });
const guarded: EndpointSpec = { deployment: canary, alarms: { Errors: {} } };

const found = (resources: Resources, before?: Resources): string[] =>
  analyse(read(resources), before && read(before, '1')).findings.map(
    ({ severity, id, path, message }) => `${severity} [${id}] ${path}: ${message}`,
  );

test('nothing is found where nothing is wrong', () => {
  expect(found(endpoint(guarded))).toEqual([]);
});

test.each<[string, EndpointSpec, string[]]>([
  [
    'no guardrails',
    {},
    ['warning [all-at-once] Endpoint: all traffic moves at once, so no alarm has a chance to stop the deployment'],
  ],
  [
    'guardrails without alarms',
    { deployment: canary },
    ['error [no-alarm] Endpoint: no alarm watches this deployment, so nothing can roll it back'],
  ],
  [
    'guardrails that do not apply',
    { ...guarded, instanceType: 'ml.inf1.xlarge' },
    [
      'error [guardrails-without-effect] Endpoint: its guardrails do not hold: its instances are Inf1, so all traffic moves at once, without a bake',
      'warning [all-at-once] Endpoint: all traffic moves at once, so no alarm has a chance to stop the deployment',
    ],
  ],
  [
    'waits as long as the timeout',
    { ...guarded, deployment: blueGreen('CANARY', { bake: 10, percent: 10, timeout: 20 }) },
    ['error [timeout-too-short] Endpoint: waits of 20 min do not end before the timeout of 20 min: every update fails'],
  ],
  [
    'waits that leave little of the timeout',
    { ...guarded, deployment: blueGreen('CANARY', { bake: 10, percent: 10, timeout: 45 }) },
    [
      'warning [timeout-tight] Endpoint: waits of 20 min leave 25 min of the timeout to start instances, which may take 30 min (assumed)',
    ],
  ],
  [
    "an alarm of two periods of ten minutes, as in AWS's example",
    { deployment: blueGreen('ALL_AT_ONCE', { bake: 10 }), alarms: { Errors: { Period: 600, EvaluationPeriods: 2 } } },
    [
      'error [alarm-cannot-trip] Errors: cannot ring before the deployment is decided at minute 17: its window of 20 min is too long',
    ],
  ],
  [
    'an alarm that misses the canary',
    { deployment: canary, alarms: { Errors: { Period: 300, EvaluationPeriods: 3 } } },
    [
      'warning [alarm-misses-first-step] Errors: rings at minute 18 at the earliest, after the first step (50 %) ends at minute 17',
    ],
  ],
  [
    'an alarm whose window the deployment does not fill',
    { deployment: canary, alarms: { Errors: { Period: 1800 } } },
    [
      'warning [alarm-sees-part] Errors: its window of 30 min is full of the new release at minute 39, and the deployment is decided at minute 27: it rings only for what part of it shows',
    ],
  ],
  [
    'an alarm that needs no data',
    { deployment: canary, alarms: { Errors: { TreatMissingData: 'breaching' } } },
    [
      'warning [alarm-rings-without-data] Errors: missing data breach: it may roll a release back before that has answered anything',
    ],
  ],
  [
    'guardrails of a serverless endpoint',
    { ...guarded, serverless: true },
    [
      'error [guardrails-without-effect] Endpoint: its guardrails do not hold: it is serverless, so all traffic moves at once, without a bake',
      'warning [all-at-once] Endpoint: all traffic moves at once, so no alarm has a chance to stop the deployment',
    ],
  ],
  [
    'a timeout as the constructs set it: the first batch takes longest',
    { ...guarded, deployment: rolling({ bake: 5, percent: 50, timeout: 50 }) },
    [],
  ],
  ['batches, each watched', { ...guarded, deployment: rolling({ bake: 5, percent: 50 }) }, []],
])('%s', (_, spec, expected) => {
  expect(found(endpoint(spec))).toEqual(expected);
});

test('what is not released is not judged', () => {
  expect(found(endpoint({ deployment: canary }), endpoint({ deployment: canary }))).toEqual([]);
  expect(found(endpoint({ deployment: canary, model: 'm2' }), endpoint({ deployment: canary }))).toHaveLength(1);
});

describe('an alarm that watches nothing', () => {
  const watching = (more: object): string[] => found(endpoint({ deployment: canary, alarms: { Errors: { ...more } } }));
  const dimensions = (of: Record<string, string>) => ({
    Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
  });
  const host = { Namespace: '/aws/sagemaker/Endpoints' };
  const main = { EndpointName: 'scores', VariantName: 'main' };

  test.each<[string, object, string | undefined]>([
    ['as AWS publishes it', dimensions(main), undefined],
    ['of the host', { ...host, MetricName: 'GPUUtilization', ...dimensions(main) }, undefined],
    ['by instance type, as of pools', dimensions({ ...main, InstanceType: 'ml.g5.xlarge' }), undefined],
    [
      'of a type that the variant is never on',
      dimensions({ ...main, InstanceType: 'ml.c5.xlarge' }),
      'warning [alarm-watches-nothing] Errors: nothing here is InstanceType ml.c5.xlarge',
    ],
    [
      'of a service that nothing is known of',
      { Namespace: 'AWS/SQS', MetricName: 'x', ...dimensions({ QueueName: 'q' }) },
      undefined,
    ],
    [
      'without the variant',
      { MetricName: 'ModelLatency', ...dimensions({ EndpointConfigName: 'c' }) },
      'error [alarm-watches-nothing] Errors: AWS/SageMaker does not publish ModelLatency with dimensions EndpointConfigName',
    ],
    [
      'without any dimension',
      dimensions({}),
      'error [alarm-watches-nothing] Errors: AWS/SageMaker does not publish Invocation5XXErrors without dimensions',
    ],
    [
      'of a variant that is not there',
      dimensions({ ...main, VariantName: 'green' }),
      'warning [alarm-watches-nothing] Errors: nothing here is VariantName green',
    ],
    [
      'of an endpoint that is not there',
      dimensions({ ...main, EndpointName: 'other' }),
      'warning [alarm-watches-nothing] Errors: nothing here is EndpointName other',
    ],
    [
      'misspelt',
      { MetricName: 'Invocations5XXErrors' },
      'warning [alarm-watches-nothing] Errors: AWS/SageMaker has no metric Invocations5XXErrors',
    ],
    [
      'of the host, by the name of another',
      { ...host, ...dimensions(main) },
      'warning [alarm-watches-nothing] Errors: /aws/sagemaker/Endpoints has no metric Invocation5XXErrors',
    ],
    [
      'of nobody',
      { Namespace: 'Mine', MetricName: 'Age' },
      'warning [alarm-watches-nothing] Errors: nothing here is known to publish Mine Age',
    ],
    [
      'of the runtime, without the model',
      { Namespace: 'InferenceConstructs', MetricName: 'Predictions', ...dimensions({ EndpointName: 'scores' }) },
      'error [alarm-watches-nothing] Errors: InferenceConstructs does not publish Predictions with dimensions EndpointName',
    ],
  ])('%s', (_, more, expected) => {
    expect(watching(more)).toEqual(expected === undefined ? [] : [expected]);
  });

  test('a filter on logs publishes what it says', () => {
    const resources = endpoint({ deployment: canary, alarms: { Errors: { Namespace: 'Mine', MetricName: 'Age' } } });
    const transformation = { MetricNamespace: 'Mine', MetricName: 'Age', MetricValue: '1' };
    resources.Filter = { Type: 'AWS::Logs::MetricFilter', Properties: { MetricTransformations: [transformation] } };
    expect(found(resources)).toEqual([]);
  });

  const reader = new SynthesizedOutputReader();
  const inFunction = (edit: (resources: Parameters<Parameters<typeof edited>[2]>[0]) => void) =>
    analyse(reader.read(edited(folder, v2, edit), '2'), reader.read(v1, '1')).findings.map(({ message }) => message);

  test('the alarms of a function are all fed', () => {
    expect(inFunction(() => undefined)).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['FunctionName', 'App-Other', 'nothing here is FunctionName App-Other'],
    ['Resource', 'App-Fn:beta', 'nothing here is Resource App-Fn:beta'],
  ])('the wrong %s of a function', (name, value, message) => {
    const messages = inFunction(({ LatencyAlarm2 }) => {
      const all = LatencyAlarm2.Properties.Dimensions as { Name: string; Value: unknown }[];
      for (const one of all) if (one.Name === name) one.Value = value;
    });
    expect(messages).toEqual([message]);
  });

  test("another model's digest", () => {
    const messages = inFunction(({ ShiftAlarm2 }) => {
      const text = JSON.stringify(ShiftAlarm2.Properties).replaceAll('sha256:2', 'sha256:9');
      ShiftAlarm2.Properties = JSON.parse(text) as Record<string, unknown>;
    });
    expect(messages).toEqual(['nothing here is ModelDigest sha256:9']);
  });
});

test('a deployment group that does not roll back', () => {
  const reader = new SynthesizedOutputReader();
  const to = edited(folder, v2, ({ Group }) => delete Group.Properties.AutoRollbackConfiguration);
  expect(analyse(reader.read(to, '2'), reader.read(v1, '1')).findings).toEqual([
    {
      id: 'no-rollback',
      severity: 'error',
      path: 'App/Classifier/Function',
      message: 'an alarm stops the deployment and nothing rolls it back: the alias stays on two versions',
    },
  ]);
});

describe('changes that take two deployments', () => {
  const scaling = { min: 1, max: 4 };
  test.each<[string, EndpointSpec, EndpointSpec, string[]]>([
    [
      'the type of a scaled variant',
      { ...guarded, scaling },
      { ...guarded, scaling, instanceType: 'ml.g6e.xlarge' },
      ['instance-type-of-scaled-variant'],
    ],
    ['the type of a variant that does not scale', guarded, { ...guarded, instanceType: 'ml.g6e.xlarge' }, []],
    [
      'a renamed variant under guardrails',
      { deployment: canary },
      { deployment: canary, variant: 'blue' },
      ['renamed-variant-under-guardrails'],
    ],
  ])('%s', (_, before, after, ids) => {
    const { twoStepPlans, findings } = analyse(read(endpoint(after)), read(endpoint(before), '1'));
    expect(twoStepPlans.map(({ id }) => id)).toEqual(ids);
    expect(twoStepPlans.every(({ steps }) => steps.length > 1)).toBe(true);
    expect(findings.filter(({ id, severity }) => ids.includes(id) && severity === 'error')).toHaveLength(ids.length);
  });
});
