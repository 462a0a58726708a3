import { describe, log } from '../log';
import { WORTH_BAKING_BYTES } from './baked';
import { chooseBatching, type BatchingChoice } from './batching-choice';
import { divideThreads } from './cpu-quota';
import type { Engine, Tensors } from './engine';
import type { GraphTraits } from './graph-traits';
import { timeRun, type MeasureLimits } from './measure';
import { paceOf } from './pace';
import type { Placed, PlacementOptions } from './placement';
import { Queue } from './queue';
import type { SessionOptions } from './session';

/**
 * A worker stands idle while its next run is on the way, so that one already waits there; except where the next batch is
 * the larger the later it is made up, and runs are not that short.
 */
const SHORT_MS = 2;
/** Of one worker with all threads over several, at the largest batch. */
const WORTHWHILE_GAIN = 1.1;
const LIMITS: MeasureLimits = { triedMilliseconds: 300, madeMilliseconds: Infinity, mayPart: false };
/** No batch is tried of what takes three quarters of this; a first run may compute a little longer than the next. */
const HEAVY_MS = 50;

/** Runs the model in threads, so that a long run never holds the one that answers `/ping`. */
export async function placeInWorkers(options: PlacementOptions, traits: GraphTraits | undefined): Promise<Placed> {
  const apart = await startFirst(options, traits);
  const engines: Engine[] = [];
  try {
    engines.push(apart.first);
    const tried = await tryOut(apart, options, traits);
    const together = await tryTogether(apart, tried, options, traits);
    if (together !== undefined) {
      engines.splice(0, 1, together.first);
      await apart.first.close();
    }
    const { session, workers, isBaked, milliseconds, choice } = together ?? { ...apart, ...tried };
    while (engines.length < workers) {
      engines.push(await options.startWorker(session));
    }
    const { batching, cost, report } = choice;
    const depth = batching === undefined || milliseconds < SHORT_MS ? 2 : 1;
    const { maxWaitMilliseconds, rows } = options;
    const queue = new Queue(engines, { depth, batching, goesAtOnce: () => true, cost, maxWaitMilliseconds });
    const pace = paceOf(cost, rows.first, workers);
    const { threads } = session;
    return { queue, pace, report: { engine: 'worker threads', workers, threads, isBaked, ...report } };
  } catch (error) {
    await Promise.all(engines.map((engine) => engine.close()));
    throw error;
  }
}

interface Tried {
  readonly milliseconds: number;
  readonly choice: BatchingChoice;
}

async function tryOut(
  { first, session }: FirstWorker,
  options: PlacementOptions,
  traits: GraphTraits | undefined,
): Promise<Tried> {
  const milliseconds = await timeInWorker(first, options.rows.first, session.threads).catch(() => Infinity);
  return { milliseconds, choice: await chooseBatching(first, options, traits, milliseconds, LIMITS) };
}

/**
 * One worker with all threads, where it is through with a batch sooner than several workers with their parts of it: the
 * weights of a wide layer are read once for all rows, and a single request is answered sooner, too.
 */
async function tryTogether(
  apart: FirstWorker,
  { milliseconds, choice }: Tried,
  options: PlacementOptions,
  traits: GraphTraits | undefined,
): Promise<(FirstWorker & Tried) | undefined> {
  const { workers, session, isBaked } = apart;
  const { batching } = choice;
  if (workers === 1 || batching === undefined || milliseconds < SHORT_MS) {
    return undefined;
  }
  const all = { ...session, threads: options.session.threads };
  const first = await options.startWorker(all).catch((error: unknown) => {
    log('error', 'no worker with all threads can be tried', { reason: describe(error).message });
  });
  if (first === undefined) {
    return undefined;
  }
  const together = { first, session: all, workers: 1, isBaked };
  const tried = await tryOut(together, options, traits).catch(() => undefined);
  const { largestRows } = batching;
  if (timeOf(largestRows, tried?.choice) * WORTHWHILE_GAIN < timeOf(largestRows / workers, choice)) {
    return tried && { ...together, ...tried };
  }
  await first.close();
  return undefined;
}

/** Milliseconds of a batch; endless where none may be made. */
function timeOf(rows: number, { batching, cost }: Partial<BatchingChoice> = {}): number {
  return batching === undefined || cost === undefined ? Infinity : cost.fixed + rows * cost.perRow;
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
