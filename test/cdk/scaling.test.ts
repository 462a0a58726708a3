import {
  IMAGE_URI,
  models,
  newEndpoint,
  newFunction,
  newStack,
  only,
  outdir,
  REPOSITORY_ARN,
  synth,
} from './support/synth';
import { benched } from '../parity/support/models';
import { compiled, readmeProgram } from '../support/readme';
import { join } from 'node:path';
import type { InferenceEndpoint } from '@inference-constructs/cdk';
import {
  ForecastScaling,
  ScalableAsyncInstanceCount,
  ScalableCopyCount,
  ScalableInstanceCount,
  ServingContainer,
} from '@inference-constructs/cdk';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

function scaled(add: (endpoint: InferenceEndpoint) => void) {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  add(endpoint);
  return synth(stack);
}

describe('an endpoint that scales', () => {
  test('waits for nothing but itself, has no role and keeps what was scaled', () => {
    const synthesized = scaled((endpoint) => endpoint.autoScaleInstanceCount({ maxCapacity: 8 }));
    const id = Object.keys(synthesized.resources).find(
      (key) => synthesized.resources[key].Type === 'AWS::SageMaker::Endpoint',
    );
    const { Properties } = only(synthesized, TARGET);
    expect(Properties).toEqual({
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: { 'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': [id, 'EndpointName'] }, '/variant/live']] },
      MinCapacity: 2,
      MaxCapacity: 8,
    });
    expect(only(synthesized, 'AWS::SageMaker::Endpoint').Properties).toMatchObject({
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
    });
  });

  test('and one that does not keeps nothing', () => {
    const { Properties } = only(
      scaled(() => undefined),
      'AWS::SageMaker::Endpoint',
    );
    expect(Properties).not.toHaveProperty('RetainAllVariantProperties');
  });

  test('is told what its policies ask for', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack, { expectedRequestsPerMinute: 450, instanceType: 'ml.c7i.large' });
    const scaling = endpoint.autoScaleInstanceCount({ maxCapacity: 8 });
    scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 });
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80 });
    const notes = synth(stack).messages.map(({ text }) => text.replace(/ \[ack: .*/, ''));
    expect(notes.filter((text) => /instance/.test(text) && !/canary/.test(text))).toEqual([
      'Invocations: 450 requests per minute ask for 3 instances; a load that grows to 3 times that at once is ' +
        'under-provisioned for 4 minutes and the time that new capacity takes to start',
    ]);
    expect(notes).toContain(
      'several target tracking policies: the one that asks for most capacity wins, and capacity is removed only when all of them would',
    );
  });

  test.each([
    [{}, 1],
    [{ instanceType: 'ml.c7i.large' }, 0],
  ])('is told to name an instance type where it has none: %j', (props, count) => {
    const stack = newStack();
    newEndpoint(stack, props).autoScaleInstanceCount({ maxCapacity: 8 });
    const told = synth(stack).messages.filter(({ text }) => text.includes('(none given, of instances that scale)'));
    expect(told).toHaveLength(count);
  });

  test('has targets of what was measured of its model, and says so', () => {
    const stack = newStack();
    const scaling = newEndpoint(stack, { model: benched() }).autoScaleInstanceCount({ maxCapacity: 8 });
    scaling.scaleOnInvocations('Invocations');
    new ForecastScaling(stack, 'Forecast', { scaling });
    const { messages } = synth(stack);
    const notes = messages.map(({ text }) => text).filter((text) => text.includes('bench.json'));
    expect(notes.sort()).toEqual(
      ['Forecast', 'Invocations'].map((id) =>
        expect.stringContaining(
          `${id}: a target of 12000 requests per minute for each instance, 0.25 of what bench.json has (800 requests per second, ` +
            'on a workstation with 4 processors; ml.c7i.large has 2). measure on such an instance, or pass targetInvocationsPerMinute',
        ),
      ),
    );
  });

  test('has no target of what was not measured, or measured in another container', () => {
    const own = ServingContainer.fromImageUri(IMAGE_URI, REPOSITORY_ARN);
    for (const props of [{}, { model: benched(), container: own }]) {
      const scaling = newEndpoint(newStack(), props).autoScaleInstanceCount({ maxCapacity: 8 });
      expect(() => scaling.scaleOnConcurrency('Concurrency')).toThrow(
        'Diagnosis/Classifier/Scaling: target (none): needed, because no bench.json of the model tells one; ' +
          '"inference bench" writes it. pass targetConcurrency',
      );
    }
  });

  test('warns of a canary on one instance', () => {
    const { messages } = scaled((endpoint) => endpoint.autoScaleInstanceCount({ minCapacity: 1, maxCapacity: 8 }));
    expect(messages.map(({ text }) => text).join()).toContain('[canary-on-one-instance]');
  });

  test('may have tokens for its bounds', () => {
    const stack = newStack();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const scaling = newEndpoint(stack).autoScaleInstanceCount({ minCapacity: number, maxCapacity: number });
    scaling.scaleOnInvocations('Invocations', {
      targetInvocationsPerMinute: number,
      scaleInCooldown: Duration.seconds(number),
    });
    scaling.scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), minCapacity: number });
    const { graph } = synth(stack);
    expect(graph.ofType(TARGET)[0].properties).toMatchObject({
      MinCapacity: '@{Number.Ref}',
      MaxCapacity: '@{Number.Ref}',
      ScheduledActions: [{ ScalableTargetAction: { MinCapacity: '@{Number.Ref}' } }],
    });
    expect(graph.ofType('AWS::ApplicationAutoScaling::ScalingPolicy')[0].properties).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: { TargetValue: '@{Number.Ref}', ScaleInCooldown: '@{Number.Ref}' },
    });
  });

  test.each<[string, (endpoint: InferenceEndpoint) => void, string]>([
    [
      'twice',
      (endpoint) => {
        endpoint.autoScaleInstanceCount({ maxCapacity: 8 });
        endpoint.autoScaleInstanceCount({ maxCapacity: 9 });
      },
      'Diagnosis/Classifier: scaling of the instances (on already): can be turned on once. add policies and schedules to ' +
        'what the first call returned',
    ],
    [
      'to fewer than it has',
      (endpoint) => endpoint.autoScaleInstanceCount({ minCapacity: 1, maxCapacity: 1 }),
      'Diagnosis/Classifier/Scaling: instance count (2): between the minimum (1) and the maximum capacity (1) that it ' +
        'scales to. choose a count or bounds that agree',
    ],
    [
      'on an expression within an expression',
      (endpoint) => {
        const inner = new MathExpression({ expression: 'a', usingMetrics: { a: endpoint.metricInvocations() } });
        const metric = new MathExpression({ expression: 'b', usingMetrics: { b: inner } });
        endpoint.autoScaleInstanceCount({ maxCapacity: 8 }).scaleToTrackCustomMetric('It', { metric, targetValue: 1 });
      },
      'Diagnosis/Classifier/Scaling: metric (an expression within an expression): only metrics. write it as one expression',
    ],
  ])('%s fails', (_, add, message) => {
    expect(() => scaled(add)).toThrow(message);
  });
});

test('several variants of an endpoint scale at once, and wait for it', () => {
  const stack = newStack();
  const { attrEndpointName: endpointName } = new CfnEndpoint(stack, 'Endpoint', { endpointConfigName: 'config' });
  for (const variantName of ['blue', 'green']) {
    new ScalableInstanceCount(stack, variantName, { endpointName, variantName, maxCapacity: 4 }).scaleOnInvocations(
      'Invocations',
      { targetInvocationsPerMinute: 100 },
    );
  }
  const { graph } = synth(stack);
  expect(graph.ofType(TARGET).map(({ properties }) => properties.ResourceId)).toEqual([
    'endpoint/@{Endpoint.EndpointName}/variant/blue',
    'endpoint/@{Endpoint.EndpointName}/variant/green',
  ]);
  const names = graph
    .ofType('AWS::ApplicationAutoScaling::ScalingPolicy')
    .map(({ properties }) => properties.PolicyName);
  expect(new Set(names).size).toBe(2);
});

test.each([
  [
    'an asynchronous endpoint',
    (stack: Stack) =>
      new ScalableAsyncInstanceCount(stack, 'It', { endpointName: 'e', minCapacity: 0, maxCapacity: 2 }),
  ],
  [
    'a component',
    (stack: Stack) =>
      new ScalableCopyCount(stack, 'It', { inferenceComponentName: 'c', minCapacity: 0, maxCapacity: 2 }),
  ],
])('%s that scales to none wakes up once, also by a schedule', (_, make) => {
  const stack = newStack();
  const scaling = make(stack);
  scaling.scaleOnSchedule('Night', { schedule: Schedule.expression('cron(0 20 * * ? *)'), minCapacity: 0 });
  const { graph } = synth(stack);
  const [policy] = graph.ofType('AWS::ApplicationAutoScaling::ScalingPolicy');
  expect(graph.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmActions)).toEqual([
    [`@{${policy.id}.Ref}`],
  ]);
  expect(scaling.resourceId).toMatch(/^(endpoint\/e\/variant\/live|inference-component\/c)$/);
});

test('the provisioned concurrency of a function waits for its alias and publishes no version', () => {
  const versions = (add: boolean) => {
    const stack = newStack();
    const classifier = newFunction(stack);
    if (add) classifier.autoScaleProvisionedConcurrency({ maxCapacity: 4 });
    const synthesized = synth(stack);
    const id = (type: string) =>
      Object.keys(synthesized.resources).find((key) => synthesized.resources[key].Type === type);
    if (add) expect(only(synthesized, TARGET).DependsOn).toEqual([id('AWS::Lambda::Alias')]);
    return id('AWS::Lambda::Version');
  };
  expect(versions(true)).toBe(versions(false));
});

test('the program of the documentation does what it says', () => {
  const program = readmeProgram('@inference-constructs/cdk', join('docs', 'scaling.md'))
    .replace("'models/v1'", JSON.stringify(join(models, 'v1')))
    .replace('new App()', 'new App({ outdir })');
  const run = new Function('require', 'outdir', `${compiled(program)}; return stack;`) as (
    load: unknown,
    outdir: string,
  ) => Stack;
  const { graph, messages } = synth(run(require, outdir));
  expect(graph.ofType('AWS::ApplicationAutoScaling::ScalingPolicy')).toHaveLength(1);
  expect(graph.ofType('AWS::Scheduler::Schedule')).toHaveLength(1);
  expect(messages.map(({ text }) => text).join()).toContain(
    'Invocations: 600 requests per minute ask for 3 instances; a load that grows to 3 times that at once is ' +
      'under-provisioned for 4 minutes and the time that new capacity takes to start',
  );
});

test('the provisioned concurrency of a function is not declared beside its scaling', () => {
  const classifier = newFunction(newStack(), { provisionedConcurrency: 5 });
  expect(() => classifier.autoScaleProvisionedConcurrency({ maxCapacity: 4 })).toThrow(
    'Diagnosis/Classifier: provisioned concurrency (5): not beside its scaling, which a deployment would undo. leave ' +
      'provisionedConcurrency out and set minCapacity',
  );
});
