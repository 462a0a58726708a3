import { Fault } from '../errors';
import { log } from '../log';
import { Admission } from './admission';
import type { Batching } from './batching';
import type { Engine, Run, Tensors } from './engine';
import type { LongRuns } from './long-runs';
import { inPortions, portionOf, type PortionOptions } from './portions';
import { elementsOf, RunCost, type CostLine } from './run-cost';
import { Standing } from './standing';
import { isWanted, totalElements, totalRows, Waiting, type Entry, type Waiter } from './waiting';

export type { Waiter };

export interface QueueOptions {
  /** How many runs stand at an engine at the same time. */
  readonly depth: number;
  /** Absent where requests run one by one. */
  readonly batching?: Batching;
  /** Absent where a run holds nobody up, or rows may not be parted. */
  readonly portions?: PortionOptions;
  /** Absent where a run holds nobody up. */
  readonly longRuns?: LongRuns;
  /** Whether a request goes out as it comes; otherwise it waits for the end of this turn of the event loop. */
  readonly goesAtOnce: () => boolean;
  /** How long runs may hold this thread before others get their turn. */
  readonly holdMilliseconds?: number;
  /** What a run is expected to take before any has run. */
  readonly cost?: CostLine;
  /** Who would wait longer is refused, except for one run an engine; absent where all may wait. */
  readonly maxWaitMilliseconds?: number;
}

/** Of runs longer than this, an engine loses little by standing idle until it hears of the next. */
const LONG_MS = 4;

/**
 * What stands before one or more engines. Without parameters and without a delay: what arrived in one turn of the event
 * loop, or while the engines were busy, goes out together where that pays.
 */
export class Queue implements Engine {
  private readonly waiting = new Waiting();
  private readonly standing: readonly Standing[];
  private readonly cost: RunCost;
  private readonly admission: Admission;
  private batching: Batching | undefined;
  private isScheduled = false;
  private isClosing = false;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly engines: readonly Engine[],
    private readonly options: QueueOptions,
  ) {
    this.standing = engines.map(() => new Standing());
    this.cost = new RunCost(options.cost);
    this.admission = new Admission(this.cost, this.standing, options.maxWaitMilliseconds ?? Infinity);
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
    const { batching } = this;
    const { portions, longRuns } = this.options;
    const entry = this.entryOf(feeds, waiter);
    if (longRuns?.takes(feeds, entry.elements, portions) === true) {
      longRuns.queue.submit(feeds, waiter);
      return;
    }
    if (this.waiting.length > 0 || waiter.deadline !== undefined) {
      const refusal = this.admission.refusal(entry, this.waiting, batching);
      if (refusal !== undefined) {
        waiter.failed(refusal);
        return;
      }
    }
    const most = portions === undefined ? undefined : portionOf(entry, portions);
    if (portions === undefined || most === undefined) {
      this.enter(entry);
    } else {
      inPortions(entry, most, portions.batching, (part, one) => this.enter(this.entryOf(part, one)));
    }
  }

  private entryOf(feeds: Tensors, waiter: Waiter): Entry {
    const { batching } = this;
    return {
      feeds,
      waiter,
      rows: batching === undefined ? 1 : batching.rowsOf(feeds),
      elements: elementsOf(feeds),
      shape: batching === undefined ? '' : batching.shapeOf(feeds),
    };
  }

  private enter(entry: Entry): void {
    if (this.isClosing) {
      entry.waiter.failed(new Fault('ModelFailed', 'The engine stopped before it answered this request.'));
    } else if (this.isScheduled) {
      this.waiting.push(entry);
    } else if (!this.options.goesAtOnce()) {
      this.waiting.push(entry);
      this.schedule();
    } else {
      const engine = this.waiting.length === 0 ? this.freeEngine(this.depthFor(entry)) : -1;
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
    await this.options.longRuns?.queue.close();
    await Promise.all(this.engines.map((engine) => engine.close()));
  }

  /** Whether an engine has a run that seems never to end: nothing but a kill helps then. */
  get isStuck(): boolean {
    const now = performance.now();
    return (
      this.standing.some((engine) => engine.isStuck(this.cost, now)) || this.options.longRuns?.queue.isStuck === true
    );
  }

  private get isAtWork(): boolean {
    return this.waiting.length > 0 || this.standing.some(({ runs }) => runs > 0);
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
      const engine = this.freeEngine(this.depthFor(this.waiting.first));
      if (engine === -1) {
        return;
      }
      if (held > holdMilliseconds) {
        this.schedule();
        return;
      }
      const wanted = this.waiting.take(this.batching, this.shareOf(engine)).filter(isWanted);
      held += this.start(engine, this.admission.inTime(wanted));
    }
    if (this.whenIdle !== undefined && !this.isAtWork) {
      this.whenIdle();
    }
  }

  /** Elements until an engine has as much to do as each other: with all that waits, it would leave them single requests. */
  private shareOf(engine: number): number {
    const { standing, waiting } = this;
    const all = standing.reduce((sum, { elements }) => sum + elements, waiting.elements);
    return all / standing.length - standing[engine].elements;
  }

  /** The one with the fewest runs; -1 where all have as many as may stand there. */
  private freeEngine(depth: number): number {
    const { standing } = this;
    let best = 0;
    for (let engine = 1; engine < standing.length; engine++) {
      best = standing[engine].runs < standing[best].runs ? engine : best;
    }
    return standing[best].runs < depth ? best : -1;
  }

  /** What stands at an engine is computed, even if it is late by then: with a deadline, only where runs are short. */
  private depthFor({ waiter }: Entry): number {
    const { depth } = this.options;
    return waiter.deadline === undefined || this.cost.lately < LONG_MS ? depth : Math.min(1, depth);
  }

  /** Gives the milliseconds for which this thread was held. */
  private start(engine: number, entries: readonly Entry[]): number {
    if (entries.length === 0) {
      return 0;
    }
    let run: Run | Promise<Run>;
    try {
      run = this.engines[engine].run(this.feedsOf(entries));
    } catch (error) {
      this.fail(engine, entries, error);
      return 0;
    }
    const elements = totalElements(entries);
    if (!(run instanceof Promise)) {
      this.admission.learn(elements, run.milliseconds);
      this.settle(engine, entries, run);
      return run.milliseconds;
    }
    const standing = this.standing[engine];
    standing.begin(elements, performance.now());
    const end = (settle: (taken: number) => void): void => {
      settle(standing.end(elements, performance.now()));
      this.dispatch();
    };
    run.then(
      (late) =>
        end((taken) => {
          // Not only what onnxruntime took: who waits also waits for the way there and back.
          this.admission.learn(elements, Math.max(taken, late.milliseconds));
          this.settle(engine, entries, late);
        }),
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
