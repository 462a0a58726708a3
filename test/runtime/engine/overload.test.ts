import type { Signature } from '@inference-constructs/core/out/model/manifest';
import { Batching } from '@inference-constructs/runtime/engine/batching';
import type { Engine, Run, Tensors } from '@inference-constructs/runtime/engine/engine';
import { Queue, type QueueOptions } from '@inference-constructs/runtime/engine/queue';
import type { Fault, FaultBody } from '@inference-constructs/runtime/errors';

/** Time goes on only where a test says so. */
beforeEach(() => jest.useFakeTimers({ now: 0, doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

const SIGNATURE: Signature = {
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 1] }],
  outputs: [{ name: 'x', type: 'float32', shape: ['batch', 1] }],
};
const RUN_MS = 100;

/** Answers with its input, after 100 ms a run and the rows' own time. */
class Timed implements Engine {
  readonly rows: number[] = [];
  private free = 0;

  constructor(
    private readonly fixed = RUN_MS,
    private readonly perRow = 0,
  ) {}

  run(feeds: Tensors): Promise<Run> {
    const rows = feeds.x.dims[0];
    const milliseconds = this.fixed + this.perRow * rows;
    this.rows.push(rows);
    this.free = Math.max(this.free, performance.now()) + milliseconds;
    return new Promise((resolve) =>
      setTimeout(() => resolve({ outputs: feeds, milliseconds }), this.free - performance.now()),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const request = (rows = 1): Tensors => ({
  x: { type: 'float32', dims: [rows, 1], data: new Float32Array(rows) },
});
const cost = { fixed: RUN_MS, perRow: 0, rowElements: 1 };
const one: QueueOptions = { depth: 1, goesAtOnce: () => true, cost };

interface Asked {
  at?: number;
  fault?: FaultBody;
}

/** Asks, and notes when which answer came. */
function ask(queue: Queue, within?: number, rows = 1): Asked {
  const asked: Asked = {};
  queue.submit(request(rows), {
    isGone: false,
    deadline: within === undefined ? undefined : performance.now() + within,
    done: () => (asked.at = performance.now()),
    failed: (error) => Object.assign(asked, { at: performance.now(), fault: (error as Fault).body() }),
  });
  return asked;
}

describe('a bounded queue', () => {
  const bounded = (engines: number, maxWaitMilliseconds: number, options: Partial<QueueOptions> = {}): Queue =>
    new Queue(
      Array.from({ length: engines }, () => new Timed()),
      { ...one, maxWaitMilliseconds, ...options },
    );

  it('refuses at once what would wait longer, and says when to come again', async () => {
    const queue = bounded(1, 300);
    const asked = Array.from({ length: 6 }, () => ask(queue));
    const refused: FaultBody = {
      error: 'Too many requests wait for the model.',
      code: 'Overloaded',
      field: undefined,
      expected: 'a wait of at most 300 ms',
      got: 'about 400 ms',
      retryAfter: 1,
    };
    expect(asked.map(({ fault }) => fault)).toEqual([...Array<undefined>(4).fill(undefined), refused, refused]);
    await jest.advanceTimersByTimeAsync(1000);
    expect(asked.map(({ at }) => at)).toEqual([100, 200, 300, 400, 0, 0]);
  });

  it('says after how many seconds the wait will be short enough', () => {
    const queue = bounded(1, 1000, { cost: { ...cost, fixed: 3000 } });
    expect([ask(queue), ask(queue), ask(queue)].map(({ fault }) => fault?.retryAfter)).toEqual([
      undefined,
      undefined,
      5,
    ]);
  });

  it('takes the progress of what runs into account', async () => {
    const queue = bounded(1, 250);
    const early = [ask(queue), ask(queue), ask(queue), ask(queue)];
    expect(early.map(({ fault }) => fault?.got)).toEqual([undefined, undefined, undefined, 'about 300 ms']);
    await jest.advanceTimersByTimeAsync(60);
    expect(ask(queue).fault).toBeUndefined();
  });

  it('counts on all engines', () => {
    const queue = bounded(2, 150);
    const asked = Array.from({ length: 5 }, () => ask(queue).fault?.got);
    expect(asked).toEqual([undefined, undefined, undefined, undefined, 'about 200 ms']);
  });

  it('lets one run an engine wait, however slow the model is', () => {
    const queue = bounded(2, 10);
    expect(Array.from({ length: 5 }, () => ask(queue).fault?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'Overloaded',
    ]);
  });

  it('counts requests that go together as one run', () => {
    const batching = new Batching(SIGNATURE, 4);
    const queue = bounded(1, 150, { batching });
    // One runs, four wait for the next run, four for the one after: at 200 ms.
    const faults = Array.from({ length: 10 }, () => ask(queue).fault?.got);
    expect(faults.filter((got) => got === undefined)).toHaveLength(5);
    expect(faults.slice(5)).toEqual(Array(5).fill('about 200 ms'));
  });

  it('counts a long request for what it is', () => {
    const perRow = { fixed: 0, perRow: 10, rowElements: 1 };
    const queue = new Queue([new Timed(0, 10)], { ...one, maxWaitMilliseconds: 300, cost: perRow });
    expect([ask(queue), ask(queue, undefined, 50), ask(queue)].map(({ fault }) => fault?.got)).toEqual([
      undefined,
      undefined,
      'about 510 ms',
    ]);
  });

  it('learns what runs take', async () => {
    const queue = new Queue([new Timed(10)], { ...one, maxWaitMilliseconds: 300 });
    for (let run = 0; run < 30; run++) {
      ask(queue);
      await jest.advanceTimersByTimeAsync(10);
    }
    const asked = Array.from({ length: 20 }, () => ask(queue));
    expect(asked.filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('holds nothing back where there is no bound', () => {
    const queue = new Queue([new Timed()], one);
    expect(Array.from({ length: 500 }, () => ask(queue).fault)).toEqual(Array(500).fill(undefined));
  });
});

describe('a deadline', () => {
  it('that cannot be met refuses the request at once', () => {
    const engine = new Timed();
    const queue = new Queue([engine], one);
    ask(queue);
    ask(queue);
    expect(ask(queue, 250).fault).toEqual({
      error: 'The answer is not expected in time.',
      code: 'DeadlineUnreachable',
      expected: 'an answer in at most 225 ms',
      got: 'about 300 ms',
      retryAfter: 1,
    });
    expect(ask(queue, 350).fault).toBeUndefined();
  });

  it('that would hardly be met by who waits refuses the request, as an answer a little late is worth nothing', () => {
    const queue = new Queue([new Timed()], one);
    ask(queue);
    expect(ask(queue, 220).fault).toMatchObject({ expected: 'an answer in at most 198 ms', got: 'about 200 ms' });
    expect(ask(queue, 225).fault).toBeUndefined();
  });

  it('shorter than a run refuses the request even where nothing runs', () => {
    const queue = new Queue([new Timed()], one);
    expect(ask(queue, 50).fault).toMatchObject({ code: 'DeadlineUnreachable', got: 'about 100 ms' });
  });

  it('shorter than a wrong estimate is tried in the end, so that the estimate is mended', async () => {
    const queue = new Queue([new Timed(10)], one);
    let refused = 0;
    while (ask(queue, 50).fault !== undefined) {
      refused++;
    }
    expect(refused).toBe(35);
    await jest.advanceTimersByTimeAsync(10);
    for (let run = 0; run < 10; run++) {
      ask(queue);
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(ask(queue, 50).fault).toBeUndefined();
  });

  it('that passes while a request waits drops it at that moment, and it is never computed', async () => {
    const engine = new Timed(1000);
    const queue = new Queue([engine], one);
    ask(queue);
    const late = ask(queue, 250);
    const patient = ask(queue);
    await jest.advanceTimersByTimeAsync(3000);
    expect(late).toEqual({
      at: 250,
      fault: { error: 'The deadline passed before the request ran.', code: 'DeadlineExceeded' },
    });
    expect(patient).toEqual({ at: 2000 });
    expect(engine.rows).toHaveLength(2);
  });

  it('that passed before the request came to the queue refuses it', () => {
    expect(ask(new Queue([new Timed()], one), -1).fault).toMatchObject({ code: 'DeadlineExceeded' });
  });

  it('that a run would miss drops the request before it', async () => {
    const engine = new Timed(150);
    const queue = new Queue([engine], one);
    ask(queue);
    const late = ask(queue, 230);
    await jest.advanceTimersByTimeAsync(1000);
    expect(late).toMatchObject({ at: 150, fault: { code: 'DeadlineUnreachable' } });
    expect(engine.rows).toHaveLength(1);
  });

  it('keeps a request from standing behind a long run at an engine, where it could not be dropped', async () => {
    const engine = new Timed(1000);
    const queue = new Queue([engine], { ...one, depth: 2 });
    ask(queue);
    await jest.advanceTimersByTimeAsync(1000);
    ask(queue);
    ask(queue, 5000);
    expect(engine.rows).toHaveLength(2);
  });
});

describe('a run that stands', () => {
  it.each([
    ['a minute, where runs are short', 100, 60_000],
    ['twenty times the longest, where they are long', 10_000, 200_000],
  ])('longer than %s is taken for stuck', async (_, usual, limit) => {
    const engine = new Timed(usual);
    const queue = new Queue([engine], { ...one, cost: undefined });
    ask(queue);
    await jest.advanceTimersByTimeAsync(usual);
    engine.run = () => new Promise(() => undefined);
    ask(queue);
    await jest.advanceTimersByTimeAsync(limit);
    expect(queue.isStuck).toBe(false);
    await jest.advanceTimersByTimeAsync(usual);
    expect(queue.isStuck).toBe(true);
  });

  it('is not stuck where nothing runs', async () => {
    const queue = new Queue([new Timed()], one);
    ask(queue);
    await jest.advanceTimersByTimeAsync(1e9);
    expect(queue.isStuck).toBe(false);
  });
});
