import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { asynchronous, endpoint, named } from './support/kinds';

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
