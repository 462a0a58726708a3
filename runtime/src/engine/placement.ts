import type { LogFields } from '../log';
import { chooseBatching, HOLD_MS } from './batching-choice';
import type { Engine, Tensors } from './engine';
import { graphTraits, type GraphTraits } from './graph-traits';
import { InProcessEngine } from './in-process';
import { LongRuns } from './long-runs';
import { timeRun, type MeasureLimits } from './measure';
import { paceOf, type Pace } from './pace';
import { Queue } from './queue';
import type { SessionOptions } from './session';
import type { WarmUpRows } from './warm-up-rows';
import { placeInWorkers } from './worker-placement';

export interface PlacementOptions {
  /** `threads` is what this process may use altogether. */
  readonly session: SessionOptions;
  /** Requests of one row to time the model with. */
  readonly rows: WarmUpRows;
  readonly startWorker: (options: SessionOptions) => Promise<Engine>;
  /** The baked model's file; it may be made now where that is asked for. Undefined: there is none. */
  readonly baked: (mayBake: boolean) => Promise<string | undefined>;
  /** Whether a request can have no neighbour in this turn of the event loop. */
  readonly isAlone: () => boolean;
  /** See `QueueOptions`. */
  readonly maxWaitMilliseconds: number;
}

export interface Placed {
  readonly queue: Queue;
  /** Absent where the model failed on the rows it was tried with. */
  readonly pace?: Pace;
  /** For the log: where the model runs and why, and what was measured. */
  readonly report: LogFields;
}

/** A model that takes longer than this runs elsewhere; a thread change costs about a tenth of it. */
const QUICK_MS = 0.4;
/** What takes longer than this at its best is not quick, however much it was disturbed. */
const SLOW_MS = 10;
const LOOKS = 4;
/** Loading more than this would hold the event loop for long, and what is so large is not quick. */
const LARGE_BYTES = 8_388_608;
const IN_PROCESS: MeasureLimits = { triedMilliseconds: 5, madeMilliseconds: HOLD_MS, mayPart: true };

/** Decides where a model runs, by trying it, and whether its requests go together. */
export async function place(options: PlacementOptions): Promise<Placed> {
  const { modelFile, device } = options.session;
  const traits = graphTraits(modelFile);
  const mayBeQuick = device === 'cpu' && traits !== undefined && !traits.hasControlFlow && traits.bytes <= LARGE_BYTES;
  return (mayBeQuick ? await placeInProcess(options, traits) : undefined) ?? placeInWorkers(options, traits);
}

/** Undefined where it would hold the event loop too long. */
async function placeInProcess(options: PlacementOptions, traits: GraphTraits): Promise<Placed | undefined> {
  const engine = await InProcessEngine.start({ ...options.session, threads: 1 });
  try {
    const milliseconds = await timeQuick(engine, options.rows.first);
    if (milliseconds >= QUICK_MS) {
      await engine.close();
      return undefined;
    }
    const { batching, cost, portions, report } = await chooseBatching(
      engine,
      options,
      traits,
      milliseconds,
      IN_PROCESS,
    );
    const { isAlone: goesAtOnce, maxWaitMilliseconds, rows } = options;
    const startWorker = (): Promise<Engine> => options.startWorker(options.session);
    const longRuns = cost && new LongRuns({ cost, startWorker, here: engine, maxWaitMilliseconds });
    const queue = new Queue([engine], {
      depth: Infinity,
      batching,
      portions,
      longRuns,
      goesAtOnce,
      holdMilliseconds: HOLD_MS,
      cost,
      maxWaitMilliseconds,
    });
    return { queue, pace: paceOf(cost, rows.first, 1), report: { engine: 'in process', threads: 1, ...report } };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Looks again where it seems slow, but not very: whoever else uses the processor may have disturbed all of the first runs. */
async function timeQuick(engine: Engine, row: Tensors): Promise<number> {
  let shortest = Infinity;
  for (let look = 0; look < LOOKS && (look === 0 || (shortest >= QUICK_MS && shortest < SLOW_MS)); look++) {
    shortest = Math.min(shortest, await timeRun(engine, row).catch(() => Infinity));
  }
  return shortest;
}
