import { IMAGE, newEndpoint, newStack, synth } from './support/synth';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import type { TerraformStack } from 'cdktf';
import {
  MultiModelEndpoint,
  ScalableAsyncInstanceCount,
  ScalableInstanceCount,
  ScalableServerlessConcurrency,
} from '@inference-constructs/cdktf';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const bounds = { minCapacity: 2, maxCapacity: 4 };

/** An endpoint as somebody else writes it. */
function theirs(stack: TerraformStack, variantName = 'main', initialInstanceCount = 2): SagemakerEndpoint {
  const { name: endpointConfigName } = new SagemakerEndpointConfiguration(stack, 'Config', {
    productionVariants: [{ variantName, modelName: 'model', instanceType: 'ml.m5.large', initialInstanceCount }],
  });
  return new SagemakerEndpoint(stack, 'Foreign', { name: 'theirs', endpointConfigName });
}

const multiModel = (stack: TerraformStack) =>
  new MultiModelEndpoint(stack, 'Classifier', { container: IMAGE.container, bucket: 'models', prefix: 'all' });

const warnings = (stack: TerraformStack) =>
  synth(stack)
    .messages.filter(({ level }) => level === 'warn')
    .map(({ text }) => text);

const NOT_RETAINED = expect.stringContaining('[scaled-variant-not-retained]') as string;

const beside = (stack: TerraformStack, endpointName: string, variantName?: string) =>
  new ScalableInstanceCount(stack, 'Scaling', { endpointName, variantName, ...bounds });

test('an endpoint that is handed over is waited for by reference, and its one variant is the usual one', () => {
  const stack = newStack();
  new ScalableInstanceCount(stack, 'Scaling', { endpoint: theirs(stack, 'AllTraffic'), ...bounds });
  const [{ properties, attributes }] = synth(stack).graph.ofType(TARGET);
  expect(properties.ResourceId).toBe('endpoint/@{aws_sagemaker_endpoint.Foreign.EndpointName}/variant/AllTraffic');
  expect(attributes).not.toHaveProperty('DependsOn');
});

test('under the name that it is given, it is waited for too', () => {
  const stack = newStack();
  const endpoint = theirs(stack);
  new ScalableInstanceCount(stack, 'Scaling', { endpoint, endpointName: 'theirs', variantName: 'main', ...bounds });
  const [{ properties, attributes }] = synth(stack).graph.ofType(TARGET);
  expect(properties.ResourceId).toBe('endpoint/theirs/variant/main');
  expect(attributes).toMatchObject({ DependsOn: ['@{aws_sagemaker_endpoint.Foreign.Ref}'] });
});

test.each<[string, (stack: TerraformStack) => void]>([
  ['before', (stack) => void beside(stack, newEndpoint(stack, { endpointName: 'mine' }).endpointName)],
  [
    'after',
    (stack) => {
      beside(stack, 'mine');
      newEndpoint(stack, { endpointName: 'mine' });
    },
  ],
  ['of many models,', (stack) => void beside(stack, multiModel(stack).endpointName)],
])('an endpoint that is named, and made %s is waited for, and said to lose what was scaled', (_, make) => {
  const stack = newStack();
  make(stack);
  expect(warnings(stack)).toEqual([NOT_RETAINED]);
  const { graph } = synth(stack);
  const [{ id }] = graph.ofType('AWS::SageMaker::Endpoint');
  expect(graph.ofType(TARGET)[0].attributes).toMatchObject({ DependsOn: [`@{${id}.Ref}`] });
});

test('an endpoint that is named is held against the bounds', () => {
  const stack = newStack();
  beside(stack, theirs(stack, 'main', 9).name, 'main');
  expect(warnings(stack)).toEqual([
    '[initial-count-outside-scaling] Diagnosis/Scaling: InitialInstanceCount (9): outside of MinCapacity (2) and ' +
      'MaxCapacity (4). choose a count between them',
    NOT_RETAINED,
  ]);
});

test('an endpoint that is named must have the variant', () => {
  const stack = newStack();
  theirs(stack);
  beside(stack, 'theirs', 'mian');
  expect(() => synth(stack)).toThrow(
    '[scalable-target-names-nothing] Diagnosis/Scaling: ResourceId ("endpoint/theirs/variant/mian"): must name a variant of ' +
      'Diagnosis/Foreign (main). name one that it has',
  );
});

test('an endpoint that is not declared here is trusted', () => {
  const stack = newStack();
  theirs(stack);
  beside(stack, 'elsewhere');
  expect(warnings(stack)).toEqual([]);
});

test.each([
  ['instances', ScalableInstanceCount],
  ['asynchronous instances', ScalableAsyncInstanceCount],
  ['provisioned concurrency', ScalableServerlessConcurrency],
])('%s need an endpoint, or its name', (_, Scalable) => {
  expect(() => new Scalable(newStack(), 'Scaling', { maxCapacity: 4 })).toThrow(
    'Diagnosis/Scaling: endpoint (none): the endpoint or its name. pass endpoint or endpointName',
  );
});

test('an endpoint of many models scales, once', () => {
  const stack = newStack();
  const endpoint = multiModel(stack);
  const scaling = endpoint.autoScaleInstanceCount({ maxCapacity: 8 });
  scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 });
  expect(() => endpoint.autoScaleInstanceCount({ maxCapacity: 8 })).toThrow(
    'Diagnosis/Classifier: scaling of the instances (on already): can be turned on once.',
  );
  expect(warnings(stack)).toEqual([NOT_RETAINED]);
  expect(synth(stack).graph.ofType(TARGET)[0].properties).toMatchObject({ MinCapacity: 2, MaxCapacity: 8 });
});

test('a schedule whose minimum is over the maximum ends the synth', () => {
  const stack = newStack();
  const scaling = newEndpoint(stack).autoScaleInstanceCount(bounds);
  scaling.scaleOnSchedule('Sale', { schedule: 'rate(1 day)', minCapacity: 20 });
  expect(() => synth(stack)).toThrow('MinCapacity (20): at most MaxCapacity (4) of the target and of other actions.');
});
