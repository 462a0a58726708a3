import type { ServerlessSpec } from '@inference-constructs/core/out/serving/serverless-endpoint';
import { defaultServerlessMemoryMib } from '@inference-constructs/core/out/serving/serverless-endpoint';
import { MIB, named, serverless, sized, wide } from './support/kinds';

const BENCH = {
  onnxruntime: '1.30.0',
  machine: 'a laptop',
  residentMib: 100,
  startMilliseconds: 10,
  requests: { rows: 1, p50Milliseconds: 1, p99Milliseconds: 1 },
};

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
