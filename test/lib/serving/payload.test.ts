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

const RAISED = 'INFERENCE_MAX_BODY_BYTES (up to 25000000)';
const RAISE = `set ${RAISED}, or use an AsyncInferenceEndpoint`;
const REMEDIES: Readonly<Record<PayloadKind, string>> = {
  function: `serve it with an InferenceEndpoint with ${RAISED} or an AsyncInferenceEndpoint`,
  endpoint: RAISE,
  component: RAISE,
  'multi-model': RAISE,
  serverless: 'serve it with an InferenceEndpoint or an AsyncInferenceEndpoint',
  asynchronous: 'raise its largest payload',
};

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
    expect(() => checkPayload(model(most + 1), kind, given)).toThrow(
      new Error(`one row of scan (at least ${most + 1} bytes): ${taken}. ${REMEDIES[kind]}`),
    );
  });

  test('of a container that is not the runtime is not judged', () => {
    expect(() => checkPayload(model(most + 1), kind, { ...given, publishesPredictions: false })).not.toThrow();
  });
});

describe('what the author says that the runtime reads', () => {
  const check = (bytes: number, kind: PayloadKind, text: string) => () =>
    checkPayload(model(bytes), kind, { environment: { INFERENCE_MAX_BODY_BYTES: text }, isUnresolved });

  test('goes before its default, as far as the service goes', () => {
    expect(check(20_000_000, 'endpoint', '20000000')).not.toThrow();
    expect(check(20_000_001, 'endpoint', '20000000')).toThrow(
      new Error(
        `one row of scan (at least 20000001 bytes): an endpoint that answers at once takes requests of at most 20000000 bytes. ${RAISE}`,
      ),
    );
    expect(check(25_000_000, 'component', '26214400')).not.toThrow();
    expect(check(20_000_000, 'serverless', '20000000')).toThrow(/at most 4194304 bytes/);
  });

  test.each(['26214400', ''])('takes a request no further than the service does: %j', (text) => {
    expect(check(25_000_001, 'multi-model', text)).toThrow(
      new Error(
        'one row of scan (at least 25000001 bytes): a multi-model endpoint takes requests of at most 25000000 bytes. serve it with an AsyncInferenceEndpoint',
      ),
    );
  });

  test('is the default where it is empty', () => {
    expect(check(6_291_456, 'endpoint', '')).not.toThrow();
    expect(check(6_291_457, 'endpoint', '')).toThrow(/at most 6291456 bytes/);
  });

  test.each<[PayloadKind, string]>([
    ['endpoint', '25 MB'],
    ['component', '1e7'],
    ['multi-model', '0'],
    ['endpoint', '-1'],
    ['asynchronous', '1073741825'],
  ])('is refused on: %s, where it is not a number of bytes: %s', (kind, text) => {
    expect(check(1, kind, text)).toThrow(
      new Error(
        `INFERENCE_MAX_BODY_BYTES ("${text}"): a whole number from 1 to 1073741824 bytes. choose a value in that range`,
      ),
    );
  });
});

test.each([
  { maxPayloadBytes: 'Token[1]' as unknown as number },
  { environment: { INFERENCE_MAX_BODY_BYTES: '${Token[TOKEN.1]}' } },
])('a limit that is not known judges nothing: %j', (given) => {
  expect(() => checkPayload(model(1e12), 'asynchronous', { ...given, isUnresolved })).not.toThrow();
});
