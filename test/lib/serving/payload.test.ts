import type { PayloadKind } from '@inference-constructs/core/out/serving/payload';
import { checkPayload } from '@inference-constructs/core/out/serving/payload';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';

const isUnresolved = (value: unknown) => String(value).includes('Token');
/** A model whose row takes so many bytes. */
const model = (bytes: number) =>
  ({
    manifest: { name: 'scan', signature: { inputs: [{ name: 'pixels', type: 'uint8', shape: ['batch', bytes] }] } },
  }) as unknown as ServedModel;
const MAX_PAYLOAD = 10 * 1024 * 1024;

describe.each<[PayloadKind, number, string]>([
  ['function', 6_291_456, 'a function takes requests of at most 6291456 bytes'],
  ['endpoint', 6_291_456, 'an endpoint that answers at once takes requests of at most 6291456 bytes'],
  ['component', 6_291_456, 'an inference component takes requests of at most 6291456 bytes'],
  ['multi-model', 6_291_456, 'a multi-model endpoint takes requests of at most 6291456 bytes'],
  ['serverless', 4_194_304, 'a serverless endpoint takes requests of at most 4194304 bytes'],
  ['asynchronous', MAX_PAYLOAD, 'this asynchronous endpoint takes requests of at most 10485760 bytes'],
])('a row of a model on: %s', (kind, most, taken) => {
  const given = { isUnresolved, ...(kind === 'asynchronous' ? { maxPayloadBytes: MAX_PAYLOAD } : {}) };

  test('fits into the largest request', () => {
    expect(() => checkPayload(model(most), kind, given)).not.toThrow();
  });

  test('is refused above it, and told where it fits', () => {
    const elsewhere =
      kind === 'serverless' ? 'an InferenceEndpoint or an AsyncInferenceEndpoint' : 'an AsyncInferenceEndpoint';
    const remedy = kind === 'asynchronous' ? 'raise its largest payload' : `serve it with ${elsewhere}`;
    expect(() => checkPayload(model(most + 1), kind, given)).toThrow(
      new Error(`one row of scan (at least ${most + 1} bytes): ${taken}. ${remedy}`),
    );
  });

  test('of a container that is not the runtime is not judged', () => {
    expect(() => checkPayload(model(most + 1), kind, { ...given, publishesPredictions: false })).not.toThrow();
  });
});

test('what the author says that the runtime reads goes before what is known of the service', () => {
  const environment = { INFERENCE_MAX_BODY_BYTES: '26214400' };
  expect(() => checkPayload(model(20_000_000), 'endpoint', { environment, isUnresolved })).not.toThrow();
  expect(() => checkPayload(model(20_000_000), 'serverless', { environment, isUnresolved })).toThrow(/4194304/);
  expect(() => checkPayload(model(30_000_000), 'endpoint', { environment, isUnresolved })).toThrow(/26214400/);
});

test.each([
  { maxPayloadBytes: 'Token[1]' as unknown as number },
  { environment: { INFERENCE_MAX_BODY_BYTES: '${Token[TOKEN.1]}' } },
])('a limit that is not known judges nothing: %j', (given) => {
  expect(() => checkPayload(model(1e12), 'asynchronous', { ...given, isUnresolved })).not.toThrow();
});
