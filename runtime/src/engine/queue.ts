import { Fault } from '../errors';
import { log } from '../log';
import type { Batching } from './batching';
import type { Engine, Run, Tensors } from './engine';

/** Whoever asked for a run; hears of it exactly once. */
export interface Waiter {
  /** Whether whoever asked has left: then the run is not made. */
  readonly isGone: boolean;
  done(run: Run): void;
  failed(error: unknown): void;
}

interface Entry {
  readonly feeds: Tensors;
  readonly waiter: Waiter;
  readonly rows: number;
  readonly shape: string;
}

export interface QueueOptions {
  /** How many runs stand at an engine at the same time. */
  readonly depth: number;
  /** Absent where requests run one by one. */
  readonly batching?: Batching;
  /** Whether a request goes out as it comes; otherwise it waits for the end of this turn of the event loop. */
  readonly goesAtOnce: () => boolean;
  /** How long runs may hold this thread before others get their turn. */
  readonly holdMilliseconds?: number;
}

/**
 * What stands before one or more engines. Without parameters and without a delay: what arrived in one turn of the event
 * loop, or while the engines were busy, goes out together where that pays.
 */
export class Queue implements Engine {
  private waiting: Entry[] = [];
  private readonly standing: number[];
  private batching: Batching | undefined;
  private isScheduled = false;
  private isClosing = false;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly engines: readonly Engine[],
    private readonly options: QueueOptions,
  ) {
    this.standing = engines.map(() => 0);
    this.batching = options.batching;
  }

  /** A queue that holds nothing back. */
  static before(engine: Engine): Queue {
    return engine instanceof Queue ? engine : new Queue([engine], { depth: Infinity, goesAtOnce: () => true });
  }

  run(feeds: Tensors): Promise<Run> {
    return new Promise((resolve, reject) => this.submit(feeds, { isGone: false, done: resolve, failed: reject }));
  }

  submit(feeds: Tensors, waiter: Waiter): void {
    if (this.isClosing) {
      waiter.failed(new Fault('ModelFailed', 'The engine stopped before it answered this request.'));
      return;
    }
    const { batching } = this;
    const entry: Entry = {
      feeds,
      waiter,
      rows: batching === undefined ? 1 : batching.rowsOf(feeds),
      shape: batching === undefined ? '' : batching.shapeOf(feeds),
    };
    if (this.isScheduled) {
      this.waiting.push(entry);
    } else if (!this.options.goesAtOnce()) {
      this.waiting.push(entry);
      this.schedule();
    } else {
      const engine = this.waiting.length === 0 ? this.freeEngine() : -1;
      if (engine === -1) {
        this.waiting.push(entry);
        this.dispatch();
      } else {
        this.start(engine, [entry]);
      }
    }
  }

  /** Answers what was asked for before. */
  async close(): Promise<void> {
    if (!this.isClosing) {
      this.isClosing = true;
      if (this.isAtWork) {
        await new Promise<void>((resolve) => (this.whenIdle = resolve));
      }
    }
    await Promise.all(this.engines.map((engine) => engine.close()));
  }

  private get isAtWork(): boolean {
    return this.waiting.length > 0 || this.standing.some((runs) => runs > 0);
  }

  private schedule(): void {
    this.isScheduled = true;
    setImmediate(this.endTurn);
  }

  private readonly endTurn = (): void => {
    this.isScheduled = false;
    this.dispatch();
  };

  private dispatch(): void {
    const { holdMilliseconds = Infinity } = this.options;
    let held = 0;
    while (this.waiting.length > 0) {
      const engine = this.freeEngine();
      if (engine === -1) {
        return;
      }
      if (held > holdMilliseconds) {
        this.schedule();
        return;
      }
      held += this.start(engine, this.take().filter(isWanted));
    }
    if (this.whenIdle !== undefined && !this.isAtWork) {
      this.whenIdle();
    }
  }

  /** The one with the fewest runs; -1 where all have as many as may stand there. */
  private freeEngine(): number {
    const { standing } = this;
    let best = 0;
    for (let engine = 1; engine < standing.length; engine++) {
      best = standing[engine] < standing[best] ? engine : best;
    }
    return standing[best] < this.options.depth ? best : -1;
  }

  /** The oldest, and with it what has its shape and fits into the same run. */
  private take(): Entry[] {
    const { waiting, batching } = this;
    if (batching === undefined || waiting.length === 1) {
      return waiting.splice(0, 1);
    }
    const taken: Entry[] = [];
    const left: Entry[] = [];
    const { shape } = waiting[0];
    let rows = 0;
    for (const entry of waiting) {
      if (entry.shape === shape && (rows === 0 || rows + entry.rows <= batching.largestRows)) {
        taken.push(entry);
        rows += entry.rows;
      } else {
        left.push(entry);
      }
    }
    this.waiting = left;
    return taken;
  }

  /** Gives the milliseconds for which this thread was held. */
  private start(engine: number, entries: readonly Entry[]): number {
    if (entries.length === 0) {
      return 0;
    }
    this.standing[engine]++;
    let run: Run | Promise<Run>;
    try {
      run = this.engines[engine].run(this.feedsOf(entries));
    } catch (error) {
      this.standing[engine]--;
      this.fail(engine, entries, error);
      return 0;
    }
    if (!(run instanceof Promise)) {
      this.standing[engine]--;
      this.settle(engine, entries, run);
      return run.milliseconds;
    }
    const end = (settle: () => void): void => {
      this.standing[engine]--;
      settle();
      this.dispatch();
    };
    run.then(
      (late) => end(() => this.settle(engine, entries, late)),
      (error: unknown) => end(() => this.fail(engine, entries, error)),
    );
    return 0;
  }

  private feedsOf(entries: readonly Entry[]): Tensors {
    const { batching } = this.options;
    return entries.length === 1 || batching === undefined
      ? entries[0].feeds
      : batching.join(
          entries.map(({ feeds }) => feeds),
          totalRows(entries),
        );
  }

  private settle(engine: number, entries: readonly Entry[], run: Run): void {
    const { batching } = this.options;
    if (entries.length === 1 || batching === undefined) {
      entries[0].waiter.done(run);
      return;
    }
    const parts = batching.split(
      run,
      entries.map(({ rows }) => rows),
      totalRows(entries),
    );
    if (parts === undefined) {
      log('error', 'batching is off: an output does not have one row for each of the inputs');
      this.batching = undefined;
      entries.forEach((entry) => this.start(engine, [entry]));
      return;
    }
    entries.forEach(({ waiter }, position) => waiter.done(parts[position]));
  }

  /** One request that the model refuses must fail alone: halves are tried until it is found. */
  private fail(engine: number, entries: readonly Entry[], error: unknown): void {
    if (entries.length === 1) {
      entries[0].waiter.failed(error);
      return;
    }
    const middle = entries.length >> 1;
    this.start(engine, entries.slice(0, middle));
    this.start(engine, entries.slice(middle));
  }
}

function totalRows(entries: readonly Entry[]): number {
  let rows = 0;
  for (const entry of entries) {
    rows += entry.rows;
  }
  return rows;
}

function isWanted({ waiter }: Entry): boolean {
  if (waiter.isGone) {
    waiter.failed(new Fault('ClientGone', 'The client left before its request ran.'));
  }
  return !waiter.isGone;
}
