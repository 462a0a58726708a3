import { diagnosis, IMAGE, newEndpoint, newFunction, newStack } from './support/synth';
import { packageWith } from './support/packages';
import type { TerraformStack } from 'cdktf';
import { AsyncInferenceEndpoint, ServerlessInferenceEndpoint } from '@inference-constructs/cdktf';

interface Counting {
  metricFallbackAnswers(): object;
}

const model = packageWith('fallback', (manifest) => ({
  ...manifest,
  fallback: { outputs: { probabilities: [0.4, 0.6] } },
}));

const KINDS: Readonly<Record<string, (stack: TerraformStack, of: typeof model) => Counting>> = {
  OnnxFunction: (stack, of) => newFunction(stack, { model: of }),
  InferenceEndpoint: (stack, of) => newEndpoint(stack, { model: of }),
  ServerlessInferenceEndpoint: (stack, of) => new ServerlessInferenceEndpoint(stack, 'It', { model: of, ...IMAGE }),
  AsyncInferenceEndpoint: (stack, of) =>
    new AsyncInferenceEndpoint(stack, 'It', { model: of, ...IMAGE, outputBucket: 'answers' }),
};

test.each(Object.keys(KINDS))('answers of the fallback are counted for a %s', (kind) => {
  expect(KINDS[kind](newStack(), model).metricFallbackAnswers()).toMatchObject({
    namespace: 'InferenceConstructs',
    metricName: 'FallbackAnswers',
    stat: 'Sum',
    dimensions: { ModelDigest: model.digest },
  });
});

test.each(Object.keys(KINDS))('a %s of a model without a fallback has none', (kind) => {
  expect(() => KINDS[kind](newStack(), diagnosis()).metricFallbackAnswers()).toThrow(
    /^Diagnosis\/\w+: fallback of diagnosis \(none\): only a model with a fallback has answers of it\. add fallback to model\.json$/,
  );
});
