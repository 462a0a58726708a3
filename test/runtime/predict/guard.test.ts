import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { Engine, Run, Tensors } from '@inference-constructs/runtime/engine/engine';
import { Fault, type FaultCode } from '@inference-constructs/runtime/errors';
import { BREAKER } from '@inference-constructs/runtime/predict/breaker';
import { constantFallback, modelFallback, type Fallback } from '@inference-constructs/runtime/predict/fallback';
import { Predictor } from '@inference-constructs/runtime/predict/predictor';
import type { Reply } from '@inference-constructs/runtime/predict/reply';
import { Service } from '@inference-constructs/runtime/predict/service';
import { faultOf } from '../support/fault-of';
import { EchoEngine, Recorder, TWO_FEATURES } from '../support/fake-model';

beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

/** Fails with a code, after it moved its inputs elsewhere, as a run in a thread does. */
class FailingEngine extends EchoEngine {
  constructor(public code: FaultCode | undefined) {
    super();
  }

  override run(feeds: Tensors): Promise<Run> {
    if (this.code === undefined) {
      return super.run(feeds);
    }
    this.runs++;
    const { buffer } = feeds.x.data as Float32Array<ArrayBuffer>;
    structuredClone(feeds, { transfer: [buffer] });
    return Promise.reject(new Fault(this.code, 'no'));
  }
}

const CONSTANT = constantFallback({ outputs: { score: [0.25, 0.75] } }, TWO_FEATURES);
const recorder = new Recorder();

function service(engine: Engine, fallback?: Fallback, manifest: ModelManifest = TWO_FEATURES): Service {
  return new Service(new Predictor(manifest, engine), recorder, fallback);
}

const call = (body: string, contentType = 'application/json', more: object = {}) => ({
  body: Buffer.from(body),
  contentType,
  maxBodyBytes: 1000,
  ...more,
});
const ROWS = '{"instances":[[2,1],[1,2]]}';
const parsed = ({ body }: Reply): unknown => JSON.parse(String(body));
const answer = (rows: number[][], classes: string[], fallback?: string): unknown => ({
  model: { name: 'fake', version: '1.0.0' },
  outputs: { score: rows },
  classes,
  ...(fallback && { fallback }),
});

describe('a fallback', () => {
  const constant = (): Service => service(new FailingEngine('ModelFailed'), CONSTANT);

  it('answers each row with its constant, marked', async () => {
    const reply = await constant().answer(call(ROWS));
    expect(reply.headers).toEqual({ 'X-Inference-Fallback': 'constant' });
    expect(parsed(reply)).toEqual(
      answer(
        [
          [0.25, 0.75],
          [0.25, 0.75],
        ],
        ['large', 'large'],
        'constant',
      ),
    );
  });

  it('answers with another model, though a run may have moved the inputs', async () => {
    const reply = await service(new FailingEngine('ModelFailed'), modelFallback(new EchoEngine())).answer(call(ROWS));
    expect(reply.headers).toEqual({ 'X-Inference-Fallback': 'model' });
    expect(parsed(reply)).toEqual(
      answer(
        [
          [2, 1],
          [1, 2],
        ],
        ['small', 'large'],
        'model',
      ),
    );
  });

  it.each([
    ['application/jsonlines', '[2,1]\n', '{"outputs":{"score":[0.25,0.75]},"class":"large","fallback":"constant"}\n'],
    ['text/csv', '2,1\n', '0.25,0.75\n'],
  ])('is marked in %s', async (type, body, text) => {
    expect(await constant().answer(call(body, type))).toEqual({
      status: 200,
      contentType: type,
      body: text,
      headers: { 'X-Inference-Fallback': 'constant' },
    });
  });

  it('is marked in an answer that is an object', async () => {
    expect(await constant().answerParsed({ instances: [[2, 1]] })).toEqual(
      answer([[0.25, 0.75]], ['large'], 'constant'),
    );
  });

  it('is no prediction, and no refusal', async () => {
    const before = { ...recorder, predictions: recorder.predictions.length };
    await constant().answer(call(ROWS));
    expect({ ...recorder, predictions: recorder.predictions.length }).toEqual({
      ...before,
      fallbacks: before.fallbacks + 1,
    });
  });

  it.each<FaultCode>(['Overloaded', 'DeadlineExceeded', 'DeadlineUnreachable', 'EngineLost', 'NotReady'])(
    'does not hide %s',
    async (code) => {
      const failing = service(new FailingEngine(code), CONSTANT);
      expect(await faultOf(() => failing.answer(call(ROWS)))).toMatchObject({ code });
    },
  );

  it('answers nothing that is the client’s fault', async () => {
    expect(await faultOf(() => constant().answer(call('{"instances":[[1]]}')))).toMatchObject({
      code: 'ShapeMismatch',
    });
  });

  it('is not for what comes again', async () => {
    expect(await faultOf(() => constant().answer(call(ROWS, undefined, { comesAgain: true })))).toMatchObject({
      code: 'ModelFailed',
    });
  });

  it('that fails too leaves the fault as it was', async () => {
    const failing = service(new FailingEngine('ModelFailed'), modelFallback(new FailingEngine('ModelFailed')));
    expect(await faultOf(() => failing.answer(call(ROWS)))).toEqual({ error: 'no', code: 'ModelFailed' });
  });

  it('whose answer has no class leaves the fault as it was', async () => {
    const nan = modelFallback(new NanEngine());
    expect(await faultOf(() => service(new FailingEngine('ModelFailed'), nan).answer(call(ROWS)))).toMatchObject({
      error: 'no',
    });
  });
});

class NanEngine extends EchoEngine {
  override run({ x }: Tensors): Promise<Run> {
    const score = { ...x, data: Float32Array.from(x.data as Float32Array, () => Number.NaN) };
    return Promise.resolve({ outputs: { score }, milliseconds: 1 });
  }
}

describe('the circuit', () => {
  /** A service whose circuit is open, and its engine, which would answer again. */
  async function opened(fallback?: Fallback): Promise<{ engine: FailingEngine; guarded: Service }> {
    const engine = new FailingEngine('ModelFailed');
    const guarded = service(engine, fallback);
    for (let failure = 0; failure <= BREAKER.toleratedFailures; failure++) {
      await guarded.answer(call(ROWS)).catch(() => undefined);
    }
    engine.code = undefined;
    engine.runs = 0;
    return { engine, guarded };
  }

  it('refuses at once while it is open, without asking the model', async () => {
    const { engine, guarded } = await opened();
    expect(await faultOf(() => guarded.answer(call(ROWS)))).toEqual({
      error: 'The model fails on most requests and is not asked for a while.',
      code: 'CircuitOpen',
      expected: 'a model that answers',
      got: 'a model that fails',
      retryAfter: 1,
    });
    expect(engine.runs).toBe(0);
  });

  it('still tells a client of its own fault', async () => {
    const { guarded } = await opened();
    expect(await faultOf(() => guarded.answer(call('{"instances":[[1]]}')))).toMatchObject({ code: 'ShapeMismatch' });
  });

  it('lets the fallback answer', async () => {
    const { engine, guarded } = await opened(CONSTANT);
    expect((await guarded.answer(call(ROWS))).headers).toEqual({ 'X-Inference-Fallback': 'constant' });
    expect(engine.runs).toBe(0);
  });

  it('lets through what comes again', async () => {
    const { engine, guarded } = await opened(CONSTANT);
    await guarded.answer(call(ROWS, undefined, { comesAgain: true }));
    expect(engine.runs).toBe(1);
  });

  it('closes when the model answers again', async () => {
    const { engine, guarded } = await opened();
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + BREAKER.firstPauseMilliseconds);
    expect((await guarded.answer(call(ROWS))).status).toBe(200);
    await guarded.answer(call(ROWS));
    expect(engine.runs).toBe(2);
  });

  it.each<[string, FaultCode]>([
    ['overload', 'Overloaded'],
    ['deadlines', 'DeadlineExceeded'],
    ['clients that left', 'ClientGone'],
    ['dead engines', 'EngineLost'],
  ])('does not open for %s', async (_, code) => {
    const engine = new FailingEngine(code);
    const guarded = service(engine);
    for (let request = 0; request < 2 * BREAKER.outcomes; request++) {
      expect(await faultOf(() => guarded.answer(call(ROWS)))).toMatchObject({ code });
    }
    expect(engine.runs).toBe(2 * BREAKER.outcomes);
  });

  it('does not open for clients’ faults', async () => {
    const engine = new EchoEngine();
    const guarded = service(engine);
    for (let request = 0; request < 2 * BREAKER.outcomes; request++) {
      await guarded.answer(call('{"instances":[[1]]}')).catch(() => undefined);
    }
    expect((await guarded.answer(call(ROWS))).status).toBe(200);
  });
});

describe('rules of model.json', () => {
  const [x] = TWO_FEATURES.signature.inputs;
  const ruled: ModelManifest = {
    ...TWO_FEATURES,
    signature: { ...TWO_FEATURES.signature, inputs: [{ ...x, ranges: { height: { min: 0 } } }] },
  };
  const fault = {
    error: "Feature 'height' in row 0: expected a number of at least 0, got a number below.",
    code: 'OutOfRange',
    field: 'height',
    expected: 'a number of at least 0',
    got: 'a number below',
  };

  it.each<[string, (guarded: Service) => Promise<unknown>]>([
    ['a body', (guarded) => guarded.answer(call('{"instances":[[-1,2]]}'))],
    ['a body in another format', (guarded) => guarded.answer(call('-1,2\n', 'text/csv'))],
    ['a parsed request', (guarded) => guarded.answerParsed({ instances: [[-1, 2]] })],
    [
      'a contract of its own',
      (guarded) => guarded.answer({ ...call('{"instances":[[-1,2]]}'), form: { kind: 'kserve-v1' } }),
    ],
  ])('are checked in %s, before the model runs', async (_, ask) => {
    const engine = new EchoEngine();
    const before = recorder.refusals;
    expect(await faultOf(() => ask(service(engine, undefined, ruled)))).toEqual(fault);
    expect([engine.runs, recorder.refusals - before]).toEqual([0, 1]);
  });
});
