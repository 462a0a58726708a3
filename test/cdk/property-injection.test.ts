import { diagnosis, newStack, synth } from './support/synth';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PropertyInjectors } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';
import * as library from '@inference-constructs/cdk';

const {
  AsyncInferenceEndpoint,
  ForecastScaling,
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceEndpoint,
  OnnxFunction,
  ServerlessInferenceEndpoint,
} = library;

const sources = join(__dirname, '..', '..', 'constructs', 'cdk', 'src');
const text = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(sources, file), 'utf8'))
  .join('\n');

/** Every construct that can be made. */
const constructs = Object.entries(library as Record<string, unknown>).filter(
  (each): each is [string, object & { readonly PROPERTY_INJECTION_ID: string }] =>
    typeof each[1] === 'function' &&
    each[1].prototype instanceof Construct &&
    !text.includes(`abstract class ${each[0]} `),
);

test('there are constructs', () => {
  expect(constructs.length).toBeGreaterThan(12);
});

test.each(constructs)('%s has an id of its own', (name, construct) => {
  expect(Object.hasOwn(construct, 'PROPERTY_INJECTION_ID')).toBe(true);
  expect(construct.PROPERTY_INJECTION_ID).toBe(`@inference-constructs.cdk.${name}`);
});

test('no two constructs have the same id', () => {
  const ids = constructs.map(([, construct]) => construct.PROPERTY_INJECTION_ID);
  expect([...new Set(ids)]).toEqual(ids);
});

const bounds = { minCapacity: 1, maxCapacity: 4 };
const model = diagnosis;

/** What scales each kind, and its capacity where an injector says 7. */
const SCALING: Readonly<Record<string, (stack: Stack) => unknown>> = {
  ScalableInstanceCount: (stack) =>
    new InferenceEndpoint(stack, 'Classifier', { model: model() }).autoScaleInstanceCount(bounds),
  ScalableAsyncInstanceCount: (stack) =>
    new AsyncInferenceEndpoint(stack, 'Classifier', {
      model: model(),
      outputBucket: new Bucket(stack, 'Bucket'),
    }).autoScaleInstanceCount(bounds),
  ScalableServerlessConcurrency: (stack) =>
    new ServerlessInferenceEndpoint(stack, 'Classifier', { model: model() }).autoScaleProvisionedConcurrency(bounds),
  ScalableFunctionConcurrency: (stack) =>
    new OnnxFunction(stack, 'Classifier', { model: model() }).autoScaleProvisionedConcurrency(bounds),
  ScalableCopyCount: (stack) =>
    new InferenceComponent(stack, 'Classifier', {
      endpoint: new InferenceComponentEndpoint(stack, 'Shared'),
      model: model(),
    }).autoScaleCopyCount(bounds),
};

test.each(Object.entries(SCALING))('an injector reaches %s', (name, scale) => {
  const stack = newStack();
  const [, construct] = constructs.find(([each]) => each === name)!;
  PropertyInjectors.of(stack.node.root).add({
    constructUniqueId: construct.PROPERTY_INJECTION_ID,
    inject: (given) => ({ ...given, maxCapacity: 7 }),
  });
  scale(stack);
  const [target] = synth(stack).graph.ofType('AWS::ApplicationAutoScaling::ScalableTarget');
  expect(target.properties).toMatchObject({ MinCapacity: expect.any(Number), MaxCapacity: 7 });
});

test('an injector reaches ForecastScaling', () => {
  const stack = newStack();
  PropertyInjectors.of(stack.node.root).add({
    constructUniqueId: ForecastScaling.PROPERTY_INJECTION_ID,
    inject: (given) => ({ ...given, headroomPercent: 77 }),
  });
  const scaling = new InferenceEndpoint(stack, 'Classifier', { model: model() }).autoScaleInstanceCount(bounds);
  new ForecastScaling(stack, 'Forecast', { scaling, targetInvocationsPerMinute: 600 });
  expect(JSON.stringify(synth(stack).resources)).toMatch(/headroomPercent\W+77/);
});
