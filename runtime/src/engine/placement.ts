import { describe, log, type LogFields } from '../log';
import { WORTH_BAKING_BYTES } from './baked';
import { batchAxis, Batching } from './batching';
import type { Engine, Tensors } from './engine';
import { divideThreads } from './cpu-quota';
import { graphTraits, type GraphTraits } from './graph-traits';
import { InProcessEngine } from './in-process';
import { LongRuns } from './long-runs';
import { measureBatching, timeRun, type MeasureLimits } from './measure';
import { paceOf, type Pace } from './pace';
import type { PortionOptions } from './portions';
import { Queue } from './queue';
import { elementsOf, lineThrough, type CostLine } from './run-cost';
import type { SessionOptions } from './session';
import type { WarmUpRows } from './warm-up-rows';

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

/** The event loop may be held so long and no longer. */
const HOLD_MS = 0.5;
/** A model that takes longer than this runs elsewhere; a thread change costs about a tenth of it. */
const QUICK_MS = 0.4;
/** What takes longer than this at its best is not quick, however much it was disturbed. */
const SLOW_MS = 10;
const LOOKS = 4;
/** Loading more than this would hold the event loop for long, and what is so large is not quick. */
const LARGE_BYTES = 8_388_608;
/**
 * A worker stands idle while its next run is on the way, so that one already waits there; except where the next batch is
 * the larger the later it is made up, and runs are not that short.
 */
const SHORT_MS = 2;
const WORTHWHILE_GAIN = 1.2;
const IN_PROCESS: MeasureLimits = { triedMilliseconds: 5, madeMilliseconds: HOLD_MS, mayPart: true };
const IN_WORKERS: MeasureLimits = { triedMilliseconds: 300, madeMilliseconds: Infinity, mayPart: false };
/** No batch is tried of what takes three quarters of this; a first run may compute a little longer than the next. */
const HEAVY_MS = 50;

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

async function placeInWorkers(options: PlacementOptions, traits: GraphTraits | undefined): Promise<Placed> {
  const { first, session, workers, isBaked } = await startFirst(options, traits);
  const { threads } = session;
  const engines = [first];
  try {
    const milliseconds = await timeInWorker(first, options.rows.first, threads).catch(() => Infinity);
    const { batching, cost, report } = await chooseBatching(first, options, traits, milliseconds, IN_WORKERS);
    while (engines.length < workers) {
      engines.push(await options.startWorker(session));
    }
    const depth = batching === undefined || milliseconds < SHORT_MS ? 2 : 1;
    const { maxWaitMilliseconds, rows } = options;
    const queue = new Queue(engines, { depth, batching, goesAtOnce: () => true, cost, maxWaitMilliseconds });
    const pace = paceOf(cost, rows.first, workers);
    return { queue, pace, report: { engine: 'worker threads', workers, threads, isBaked, ...report } };
  } catch (error) {
    await Promise.all(engines.map((engine) => engine.close()));
    throw error;
  }
}

/** Its first run brings all of the weights into memory, and may take several times as long as the next. */
async function timeInWorker(engine: Engine, row: Tensors, threads: number): Promise<number> {
  const before = process.resourceUsage();
  const milliseconds = await timeRun(engine, row);
  const after = process.resourceUsage();
  const first = {
    threads,
    computing: (after.userCPUTime - before.userCPUTime) / 1000,
    waits: after.majorPageFault - before.majorPageFault,
  };
  return isTimedBy(first) ? Math.min(milliseconds, first.computing) : timeRun(engine, row);
}

export interface FirstRun {
  readonly threads: number;
  /** Milliseconds of processor time. */
  readonly computing: number;
  /** How often a thread waited for the disk: part of that may be counted as if it had computed. */
  readonly waits: number;
}

/** Whether one run is enough: of a model of which no batch would be tried, if one thread did nothing but compute so long. */
export function isTimedBy({ threads, computing, waits }: FirstRun): boolean {
  return threads === 1 && computing > HEAVY_MS && waits === 0;
}

interface FirstWorker {
  readonly first: Engine;
  readonly session: SessionOptions;
  readonly workers: number;
  readonly isBaked: boolean;
}

/** Several workers where they share their weights or have hardly any; otherwise one, which has all threads. */
async function startFirst(options: PlacementOptions, traits: GraphTraits | undefined): Promise<FirstWorker> {
  const { session, startWorker } = options;
  const divided = divideThreads(session.threads);
  const isLarge = (traits?.bytes ?? Infinity) >= WORTH_BAKING_BYTES;
  const mayBeBaked = isLarge && traits !== undefined && session.device === 'cpu';
  const file = mayBeBaked ? await options.baked(divided.workers > 1) : undefined;
  if (file !== undefined) {
    const baked = { ...session, modelFile: file, isBaked: true, threads: divided.threads };
    try {
      return { first: await startWorker(baked), session: baked, workers: divided.workers, isBaked: true };
    } catch (error) {
      log('error', 'the baked model is not usable, its source is used', { reason: describe(error).message });
    }
  }
  const { workers, threads } = isLarge ? { workers: 1, threads: session.threads } : divided;
  const source = { ...session, threads };
  return { first: await startWorker(source), session: source, workers, isBaked: false };
}

interface BatchingChoice {
  readonly batching?: Batching;
  /** Of which each holds its engine for no longer than a thread may be held; absent where rows may not be parted. */
  readonly portions?: PortionOptions;
  /** Absent where nothing could be measured. */
  readonly cost?: CostLine;
  readonly report: Placed['report'];
}

async function chooseBatching(
  engine: Engine,
  { session, rows }: PlacementOptions,
  traits: GraphTraits | undefined,
  milliseconds: number,
  limits: MeasureLimits,
): Promise<BatchingChoice> {
  const timed = Number.isFinite(milliseconds) ? { milliseconds: Number(milliseconds.toPrecision(3)) } : {};
  const rowElements = elementsOf(rows.first);
  let cost = Number.isFinite(milliseconds) ? lineThrough(milliseconds, rowElements) : undefined;
  let portions: PortionOptions | undefined;
  const never = (why: string): BatchingChoice => ({ cost, portions, report: { ...timed, batching: `off: ${why}` } });
  if (traits === undefined || traits.hasControlFlow) {
    return never('what a row costs depends on its values');
  }
  if (traits.mixesRows !== undefined) {
    return never(`${traits.mixesRows} lets neighbours change an answer`);
  }
  if (batchAxis(session.signature) === undefined) {
    return never('the signature has no batch axis');
  }
  if (!Number.isFinite(milliseconds)) {
    return never('the model fails on made-up rows');
  }
  const { gain, largestRows, isSame, isTried, fixed, perRow } = await measureBatching(
    engine,
    new Batching(session.signature, Infinity),
    rows,
    milliseconds,
    limits,
  );
  cost = { fixed, perRow, rowElements };
  if (isSame === false) {
    return never('neighbours change an answer');
  }
  if (isSame) {
    const rowsInTime = perRow > 0 ? Math.floor((HOLD_MS - fixed) / perRow) : Infinity;
    const mostElements = Math.max(1, largestRows, rowsInTime) * rowElements;
    portions = { batching: new Batching(session.signature, largestRows), mostElements };
  }
  if (gain < WORTHWHILE_GAIN || largestRows < 2) {
    return never(isTried ? `a row gains ${gain.toFixed(2)}x` : 'a batch takes too long to be tried');
  }
  return {
    batching: new Batching(session.signature, largestRows),
    cost,
    portions,
    report: { ...timed, batching: `up to ${largestRows} rows, a row gains ${gain.toFixed(1)}x` },
  };
}
