import { IMAGE, newEndpoint, newStack, synth } from './support/synth';
import type { InferenceEndpoint } from '@inference-constructs/cdk';
import {
  EndpointRollout,
  MultiModelEndpoint,
  ScalableAsyncInstanceCount,
  ScalableInstanceCount,
  ScalableServerlessConcurrency,
} from '@inference-constructs/cdk';
import { CfnScalableTarget, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpoint, CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { CfnParameter, Duration, Fn, Lazy, Resource, Stack } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';

const ENDPOINT = 'AWS::SageMaker::Endpoint';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const bounds = { minCapacity: 2, maxCapacity: 4 };

const variant = (props: object = {}) => ({
  variantName: 'main',
  modelName: 'model',
  instanceType: 'ml.m5.large',
  initialInstanceCount: 2,
  initialVariantWeight: 1,
  ...props,
});

/** An endpoint as somebody else writes it. */
function theirs(stack: Stack, props: Partial<CfnEndpointProps> = {}, variants: object[] = [variant()]): CfnEndpoint {
  const { attrEndpointConfigName: endpointConfigName } = new CfnEndpointConfig(stack, 'Config', {
    productionVariants: variants as never,
  });
  return new CfnEndpoint(stack, 'Foreign', { endpointName: 'theirs', endpointConfigName, ...props });
}

const multiModel = (stack: Stack) =>
  new MultiModelEndpoint(stack, 'Classifier', {
    ...IMAGE,
    bucket: Bucket.fromBucketName(stack, 'Bucket', 'models'),
    prefix: 'all',
  });

const warnings = ({ messages }: ReturnType<typeof synth>) =>
  messages.filter(({ level }) => level === 'warning').map(({ text }) => text.replace(/ \[ack: .*/, ''));

function failure(stack: Stack): string {
  try {
    synth(stack);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no failure';
}

const KEPT = {
  RetainAllVariantProperties: true,
  ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
};

describe('an endpoint that is handed over', () => {
  test.each<[string, (stack: Stack) => aws_sagemaker.IEndpointRef, string, string]>([
    ['of ours', newEndpoint, 'live', 'Classifier'],
    ['of many models', multiModel, 'live', 'Classifier'],
    [
      'of somebody else',
      (stack) => theirs(stack, {}, [variant({ variantName: 'AllTraffic' })]),
      'AllTraffic',
      'Foreign',
    ],
  ])('%s is waited for and keeps what was scaled', (_, make, name, path) => {
    const stack = newStack();
    new ScalableInstanceCount(stack, 'Scaling', { endpoint: make(stack), ...bounds });
    const synthesized = synth(stack);
    const { graph } = synthesized;
    const [endpoint] = graph.ofType(ENDPOINT);
    expect(endpoint.path).toContain(path);
    expect(endpoint.properties).toMatchObject(KEPT);
    expect(graph.ofType(TARGET)[0].properties.ResourceId).toBe(
      `endpoint/@{${endpoint.id}.EndpointName}/variant/${name}`,
    );
    expect(warnings(synthesized)).toEqual([]);
  });

  test('within an L2 of somebody else keeps it too', () => {
    const stack = newStack();
    class Theirs extends Resource implements aws_sagemaker.IEndpointRef {
      readonly endpointRef: aws_sagemaker.EndpointReference;
      constructor() {
        super(stack, 'L2');
        const endpoint = new CfnEndpoint(this, 'Resource', { endpointConfigName: 'config' });
        this.endpointRef = endpoint.endpointRef;
      }
    }
    new ScalableAsyncInstanceCount(stack, 'Scaling', { endpoint: new Theirs(), ...bounds });
    expect(synth(stack).graph.ofType(ENDPOINT)[0].properties).toMatchObject(KEPT);
  });

  test('by a reference to its name keeps it too', () => {
    const stack = newStack();
    const endpointName = theirs(stack).attrEndpointName;
    new ScalableInstanceCount(stack, 'Scaling', { endpointName, variantName: 'main', ...bounds });
    const { graph } = synth(stack);
    expect(graph.ofType(ENDPOINT)[0].properties).toMatchObject(KEPT);
    expect(graph.ofType(TARGET)[0].attributes).not.toHaveProperty('DependsOn');
  });

  test('in another stack keeps it too', () => {
    const stack = newStack();
    const endpoint = theirs(stack);
    const other = new Stack(stack.node.root as never, 'Other');
    new ScalableInstanceCount(other, 'Scaling', { endpoint, variantName: 'main', ...bounds });
    expect(synth(stack).graph.ofType(ENDPOINT)[0].properties).toMatchObject(KEPT);
  });

  test('keeps its weights as they are declared, where it has several', () => {
    const stack = newStack();
    const endpoint = theirs(stack, {}, [variant(), variant({ variantName: 'other' })]);
    new ScalableInstanceCount(stack, 'Scaling', { endpoint, variantName: 'main', ...bounds });
    expect(synth(stack).graph.ofType(ENDPOINT)[0].properties.ExcludeRetainedVariantProperties).toEqual([
      { VariantPropertyType: 'DataCaptureConfig' },
      { VariantPropertyType: 'DesiredWeight' },
    ]);
  });

  test('may have been told otherwise, which is warned of', () => {
    const stack = newStack();
    const endpoint = theirs(stack, { retainAllVariantProperties: false });
    new ScalableInstanceCount(stack, 'Scaling', { endpoint, variantName: 'main', ...bounds });
    const synthesized = synth(stack);
    expect(synthesized.graph.ofType(ENDPOINT)[0].properties).toMatchObject({ RetainAllVariantProperties: false });
    expect(warnings(synthesized)).toEqual([
      expect.stringContaining('[scaled-variant-not-retained] Diagnosis/Foreign: RetainAllVariantProperties (not set)'),
    ]);
  });

  test('that is serverless keeps nothing, because nothing of it is reset', () => {
    const stack = newStack();
    const endpoint = theirs(stack, {}, [
      { ...variant(), serverlessConfig: { maxConcurrency: 9, memorySizeInMb: 1024 } },
    ]);
    new ScalableServerlessConcurrency(stack, 'Scaling', { endpoint, variantName: 'main', maxCapacity: 4 });
    const [{ properties }] = synth(stack).graph.ofType(ENDPOINT);
    expect(properties).not.toHaveProperty('RetainAllVariantProperties');
  });

  test.each([
    ['instances', ScalableInstanceCount],
    ['asynchronous instances', ScalableAsyncInstanceCount],
    ['provisioned concurrency', ScalableServerlessConcurrency],
  ])('is what the %s need, or its name', (_, Scalable) => {
    expect(() => new Scalable(newStack(), 'Scaling', { maxCapacity: 4 })).toThrow(
      'Diagnosis/Scaling: endpoint (none): the endpoint or its name. pass endpoint or endpointName',
    );
  });
});

describe('an endpoint that is named', () => {
  const beside = (stack: Stack, endpointName: string, variantName?: string) =>
    new ScalableInstanceCount(stack, 'Scaling', { endpointName, variantName, ...bounds });

  test.each<[string, (stack: Stack) => void]>([
    ['before', (stack) => void beside(stack, newEndpoint(stack, { endpointName: 'mine' }).endpointName)],
    [
      'after',
      (stack) => {
        beside(stack, 'mine');
        newEndpoint(stack, { endpointName: 'mine' });
      },
    ],
  ])('and made %s is waited for, and keeps what was scaled', (_, make) => {
    const stack = newStack();
    make(stack);
    const synthesized = synth(stack);
    const [{ id, properties }] = synthesized.graph.ofType(ENDPOINT);
    expect(properties).toMatchObject(KEPT);
    expect(synthesized.graph.ofType(TARGET)[0].attributes).toMatchObject({ DependsOn: [`@{${id}.Ref}`] });
    expect(warnings(synthesized)).toEqual([]);
  });

  test('and has many models keeps it too', () => {
    const stack = newStack();
    beside(stack, multiModel(stack).endpointName);
    expect(synth(stack).graph.ofType(ENDPOINT)[0].properties).toMatchObject(KEPT);
  });

  test('by the same token keeps it too', () => {
    const stack = newStack();
    const endpointName = new CfnParameter(stack, 'Name').valueAsString;
    theirs(stack, { endpointName });
    beside(stack, endpointName, 'main');
    const { graph } = synth(stack);
    const [{ id, properties }] = graph.ofType(ENDPOINT);
    expect(properties).toMatchObject(KEPT);
    expect(graph.ofType(TARGET)[0].attributes).toMatchObject({ DependsOn: [`@{${id}.Ref}`] });
  });

  test('keeps it however often the app is synthesized', () => {
    const stack = newStack();
    beside(stack, newEndpoint(stack).endpointName);
    expect(synth(stack).resources).toEqual(synth(stack).resources);
  });

  test('is held against the bounds', () => {
    const stack = newStack();
    const { attrEndpointName } = theirs(stack, {}, [variant({ initialInstanceCount: 9 })]);
    beside(stack, attrEndpointName, 'main');
    expect(warnings(synth(stack))).toEqual([
      '[initial-count-outside-scaling] Diagnosis/Scaling: InitialInstanceCount (9): outside of MinCapacity (2) and ' +
        'MaxCapacity (4). choose a count between them',
    ]);
  });

  test('must have the variant', () => {
    const stack = newStack();
    theirs(stack);
    beside(stack, 'theirs', 'mian');
    expect(failure(stack)).toContain(
      '[scalable-target-names-nothing] Diagnosis/Scaling: ResourceId ("endpoint/theirs/variant/mian"): must name a variant ' +
        'of Diagnosis/Foreign (main). name one that it has',
    );
  });

  test('and not declared here is trusted', () => {
    const stack = newStack();
    theirs(stack);
    beside(stack, 'elsewhere');
    beside(new Stack(stack.node.root as never, 'Other'), Lazy.string({ produce: () => 'later' }));
    expect(warnings(synth(stack))).toEqual([]);
  });
});

describe('EndpointRollout', () => {
  const rolled = (stack: Stack, props?: Partial<CfnEndpointProps>) =>
    theirs(stack, props).with(new EndpointRollout()) as CfnEndpoint;
  const target = (stack: Stack, endpointName: string, scalableDimension = 'sagemaker:variant:DesiredInstanceCount') =>
    new CfnScalableTarget(stack, 'Target', {
      ...bounds,
      serviceNamespace: 'sagemaker',
      scalableDimension,
      resourceId: `endpoint/${endpointName}/variant/main`,
    });

  test.each<[string, (stack: Stack) => void]>([
    ['by a reference', (stack) => void target(stack, rolled(stack).attrEndpointName)],
    [
      'by its name, before',
      (stack) => {
        target(stack, 'theirs');
        rolled(stack);
      },
    ],
    [
      'by a construct of ours',
      (stack) =>
        void new ScalableInstanceCount(stack, 'Scaling', { endpoint: rolled(stack), variantName: 'main', ...bounds }),
    ],
  ])('keeps what is scaled %s', (_, make) => {
    const stack = newStack();
    make(stack);
    expect(synth(stack).graph.ofType(ENDPOINT)[0].properties).toMatchObject(KEPT);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['nothing scales', (stack) => void rolled(stack)],
    [
      'what scales is no endpoint',
      (stack) => {
        const { endpointConfigName } = theirs(stack);
        new CfnScalableTarget(stack, 'Target', {
          ...bounds,
          serviceNamespace: 'sagemaker',
          scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
          resourceId: Fn.importValue('what-scales'),
        });
        stack.node.tryRemoveChild('Foreign');
        new CfnEndpoint(stack, 'Foreign', { endpointConfigName }).with(new EndpointRollout({ endpointName: 'theirs' }));
      },
    ],
    ['another endpoint scales', (stack) => [rolled(stack), target(stack, 'another')]],
    [
      'its concurrency scales',
      (stack) => void target(stack, rolled(stack).ref, 'sagemaker:variant:DesiredProvisionedConcurrency'),
    ],
  ])('keeps nothing where %s', (_, make) => {
    const stack = newStack();
    make(stack);
    const [{ properties }] = synth(stack).graph.ofType(ENDPOINT);
    expect(properties).not.toHaveProperty('RetainAllVariantProperties');
    expect(properties).not.toHaveProperty('ExcludeRetainedVariantProperties');
  });

  test('leaves what the author said', () => {
    const stack = newStack();
    const endpoint = rolled(stack, { retainAllVariantProperties: false });
    target(stack, endpoint.attrEndpointName);
    expect(synth(stack).graph.ofType(ENDPOINT)[0].properties).toMatchObject({ RetainAllVariantProperties: false });
  });
});

describe('an endpoint of many models', () => {
  test('scales, and keeps what was scaled', () => {
    const stack = newStack();
    const scaling = multiModel(stack).autoScaleInstanceCount({ maxCapacity: 8 });
    scaling.scaleOnInvocations('Invocations', {
      targetInvocationsPerMinute: 100,
      scaleInCooldown: Duration.minutes(9),
    });
    const { graph } = synth(stack);
    expect(graph.ofType(ENDPOINT)[0].properties).toMatchObject(KEPT);
    expect(graph.ofType(TARGET)[0].properties).toMatchObject({ MinCapacity: 2, MaxCapacity: 8 });
  });

  test('scales once', () => {
    const endpoint = multiModel(newStack());
    endpoint.autoScaleInstanceCount({ maxCapacity: 8 });
    expect(() => endpoint.autoScaleInstanceCount({ maxCapacity: 8 })).toThrow(
      'Diagnosis/Classifier: scaling of the instances (on already): can be turned on once.',
    );
  });

  test('has one variant', () => {
    expect(() => multiModel(newStack()).autoScaleInstanceCount({ variantName: 'other', maxCapacity: 8 })).toThrow(
      'Diagnosis/Classifier: variant ("other"): one of live. name one that the endpoint has',
    );
  });
});

test('a schedule whose minimum is over the maximum ends the synth', () => {
  const stack = newStack();
  const scaling = (newEndpoint(stack) as InferenceEndpoint).autoScaleInstanceCount(bounds);
  scaling.scaleOnSchedule('Sale', { schedule: Schedule.rate(Duration.days(1)), minCapacity: 20 });
  expect(failure(stack)).toContain('MinCapacity (20): at most MaxCapacity (4) of the target and of other actions.');
});
