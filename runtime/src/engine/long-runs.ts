import { BACKOFF, nextPause } from '../backoff';
import { describe, log } from '../log';
import type { Engine, Run, Tensors } from './engine';
import type { PortionOptions } from './portions';
import { Queue } from './queue';
import { elementsOf, RunCost, type CostLine } from './run-cost';

/** What is expected to take longer does not run in the thread that answers all others. */
const LONG_MS = 1;
/** One runs, and one is on the way. */
const DEPTH = 2;

export interface LongRunOptions {
  /** What a run takes, as it was measured at the start. */
  readonly cost: CostLine;
  readonly startWorker: () => Promise<Engine>;
  /** Where all others run, and these too as long as no worker starts. */
  readonly here: Engine;
  /** See `QueueOptions`. */
  readonly maxWaitMilliseconds: number;
}

/** Where requests run that would hold this thread for long and whose rows may not be parted: a worker, started by the first. */
export class LongRuns {
  readonly queue: Queue;
  /** Of a request with no more, what was measured at the start says that it is never long. */
  private readonly mostElements: number;
  private readonly expected: RunCost;

  constructor({ cost, startWorker, here, maxWaitMilliseconds }: LongRunOptions) {
    const { fixed, perRow, rowElements } = cost;
    this.mostElements = perRow > 0 ? Math.max(1, (LONG_MS - fixed) / perRow) * rowElements : Infinity;
    this.expected = new RunCost(cost);
    const engine = new Lazy(startWorker, here, this.expected);
    this.queue = new Queue([engine], { depth: DEPTH, goesAtOnce: () => true, cost, maxWaitMilliseconds });
  }

  /** Whether what cannot be parted of a request takes long. */
  takes(feeds: Tensors, elements: number, portions: PortionOptions | undefined): boolean {
    if (elements <= this.mostElements) {
      return false;
    }
    const whole = portions === undefined ? elements : elements / portions.batching.rowsOf(feeds);
    return whole > this.mostElements && this.expected.of(whole) > LONG_MS;
  }
}

/** A worker that starts when it is needed; where it does not, a later run tries again. */
class Lazy implements Engine {
  /** Resolves to undefined where it did not start. */
  private worker: Promise<Engine | undefined> | undefined;
  private pause: number | undefined;
  private triesAt = -Infinity;

  constructor(
    private readonly start: () => Promise<Engine>,
    private readonly here: Engine,
    /** Learns what such runs take: some turn out to be short. */
    private readonly expected: RunCost,
  ) {}

  async run(feeds: Tensors): Promise<Run> {
    const elements = elementsOf(feeds);
    if (performance.now() >= this.triesAt) {
      this.worker ??= this.tryToStart();
    }
    const run = await ((await this.worker) ?? this.here).run(feeds);
    this.expected.observe(elements, run.milliseconds);
    return run;
  }

  /** Whoever gave `here` closes it. */
  async close(): Promise<void> {
    await (await this.worker)?.close();
  }

  private async tryToStart(): Promise<Engine | undefined> {
    try {
      const worker = await this.start();
      if (this.pause !== undefined) {
        log('info', 'long runs have a worker again');
      }
      return worker;
    } catch (error) {
      const pauseMilliseconds = this.pause === undefined ? BACKOFF.firstMilliseconds : nextPause(this.pause);
      const { message: reason } = describe(error);
      log('error', 'no worker for long runs: they hold up all others', { reason, pauseMilliseconds });
      this.pause = pauseMilliseconds;
      this.triesAt = performance.now() + pauseMilliseconds;
      this.worker = undefined;
      return undefined;
    }
  }
}
