import { diagnosis, IMAGE, newComponent, newEndpoint, newFunction, newStack } from './support/synth';
import { packageWith } from './support/packages';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stack } from 'aws-cdk-lib/core';
import { AsyncInferenceEndpoint, ServerlessInferenceEndpoint } from '@inference-constructs/cdk';

interface Counting {
  metricFallbackAnswers(): Metric;
}

const model = packageWith('fallback', (manifest) => ({
  ...manifest,
  fallback: { outputs: { probabilities: [0.4, 0.6] } },
}));

const KINDS: Readonly<Record<string, (stack: Stack, of: typeof model) => Counting>> = {
  OnnxFunction: (stack, of) => newFunction(stack, { model: of }),
  InferenceEndpoint: (stack, of) => newEndpoint(stack, { model: of }),
  ServerlessInferenceEndpoint: (stack, of) => new ServerlessInferenceEndpoint(stack, 'It', { model: of, ...IMAGE }),
  AsyncInferenceEndpoint: (stack, of) =>
    new AsyncInferenceEndpoint(stack, 'It', {
      model: of,
      ...IMAGE,
      outputBucket: Bucket.fromBucketName(stack, 'Bucket', 'answers'),
    }),
};

test.each(Object.keys(KINDS))('answers of the fallback are counted for a %s', (kind) => {
  const { metricStat } = KINDS[kind](newStack(), model).metricFallbackAnswers().toMetricConfig();
  expect(metricStat).toMatchObject({
    namespace: 'InferenceConstructs',
    metricName: 'FallbackAnswers',
    statistic: 'Sum',
    dimensions: expect.arrayContaining([{ name: 'ModelDigest', value: model.digest }]) as unknown,
  });
});

test.each(Object.keys(KINDS))('a %s of a model without a fallback has none', (kind) => {
  expect(() => KINDS[kind](newStack(), diagnosis()).metricFallbackAnswers()).toThrow(
    /^Diagnosis\/\w+: fallback of diagnosis \(none\): only a model with a fallback has answers of it\. add fallback to model\.json$/,
  );
});

test('nor does a component of one', () => {
  expect(() => newComponent(newStack(), 'It').metricFallbackAnswers()).toThrow(/^Diagnosis\/It: fallback of diagnosis/);
});
