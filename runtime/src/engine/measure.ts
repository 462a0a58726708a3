import type { Batching } from './batching';
import type { Engine, Tensors } from './engine';
import { copied } from './join-data';
import { areSame } from './same-answers';
import type { WarmUpRows } from './warm-up-rows';

/** What trying larger and larger batches showed. */
export interface BatchGain {
  /** How much faster a row is in the best batch than alone. */
  readonly gain: number;
  /** Where a larger one gains nothing more. */
  readonly largestRows: number;
  /** Milliseconds of a run in any case, and those that each row adds. */
  readonly fixed: number;
  readonly perRow: number;
  /** Whether a row's answer is the same in a batch and alone; undefined where nobody asked or no batch was tried. */
  readonly isSame?: boolean;
  /** Whether any batch was tried: not where a run takes too long, or rows are too large. */
  readonly isTried: boolean;
}

export interface MeasureLimits {
  /** No batch is tried that is expected to take longer. */
  readonly triedMilliseconds: number;
  /** No batch is made that takes longer. */
  readonly madeMilliseconds: number;
  /** Whether requests may also be parted, so that it matters what neighbours do even where a batch gains nothing. */
  readonly mayPart: boolean;
}

const SIZES = [4, 16, 64];
const MOST_INPUT_BYTES = 8_388_608;
/** So long and so often is a run repeated. */
const REPEATING_MS = 6;
const MOST_REPEATS = 10;
const JOIN_REPEATS = 3;
/** Images take longer to copy into one batch than some models take to run; small rows mostly lie side by side already. */
const LARGE_ROW_BYTES = 16_384;
const WORTHWHILE_STEP = 1.05;
const NEARLY_BEST = 1.1;

/** Milliseconds of one run: the shortest of a few, as the first ones are slower and neighbours disturb. */
export async function timeRun(engine: Engine, feeds: Tensors): Promise<number> {
  let shortest = Infinity;
  let total = 0;
  for (let repeat = 0; repeat < MOST_REPEATS && total < REPEATING_MS; repeat++) {
    const { milliseconds } = await engine.run(copied(feeds));
    shortest = Math.min(shortest, milliseconds);
    total += milliseconds;
  }
  return shortest;
}

/** Tries batches of the given rows, each of one row and all of one shape. */
export async function measureBatching(
  engine: Engine,
  batching: Batching,
  rows: WarmUpRows,
  milliseconds: number,
  limits: MeasureLimits,
): Promise<BatchGain> {
  let single = milliseconds;
  const tried: { size: number; milliseconds: number }[] = [];
  let alone: readonly Tensors[] | undefined;
  let isSame: boolean | undefined;
  for (const size of SIZES) {
    const best = Math.min(single, ...tried.map((entry) => entry.milliseconds));
    // Half as much is risked while no batch has gained anything.
    const most = tried.length === 0 ? limits.triedMilliseconds / 2 : limits.triedMilliseconds;
    if (best * size > most || inputBytes(rows.first) * size > MOST_INPUT_BYTES) {
      break;
    }
    const each = rows.all();
    const { joined, milliseconds: joining } = timeJoin(
      batching,
      Array.from({ length: size }, (_, at) => each[at % each.length]),
    );
    const copying = inputBytes(rows.first) < LARGE_ROW_BYTES ? 0 : joining;
    const taken = (copying + (await timeRun(engine, joined))) / size;
    // Again, as a disturbance at its first time would look like a gain.
    single = Math.min(single, await timeRun(engine, rows.first));
    tried.push({ size, milliseconds: taken });
    const isWorthwhile = Math.min(single, best) / taken >= WORTHWHILE_STEP;
    if (isWorthwhile || limits.mayPart) {
      alone ??= await runAlone(engine, each.slice(0, SIZES[0]));
      isSame = isSame !== false && (await areRowsSame(engine, batching, joined, size, alone));
    }
    if (!isWorthwhile) {
      break;
    }
  }
  const best = Math.min(single, ...tried.map((entry) => entry.milliseconds));
  const curve = [{ size: 1, milliseconds: single }, ...tried];
  const nearlyBest = curve.find((entry) => entry.milliseconds <= best * NEARLY_BEST) ?? curve[0];
  const largestRows = Math.max(1, Math.min(nearlyBest.size, Math.floor(limits.madeMilliseconds / best)));
  const { size, milliseconds: rowOfLargest } = curve[curve.length - 1];
  const perRow = size === 1 ? single : Math.max(0, (size * rowOfLargest - single) / (size - 1));
  const isTried = tried.length > 0;
  return { gain: single / best, largestRows, fixed: Math.max(0, single - perRow), perRow, isSame, isTried };
}

function timeJoin(batching: Batching, rows: readonly Tensors[]): { joined: Tensors; milliseconds: number } {
  let joined = rows[0];
  let milliseconds = Infinity;
  for (let repeat = 0; repeat < JOIN_REPEATS; repeat++) {
    const start = performance.now();
    joined = batching.join(rows, rows.length);
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  return { joined, milliseconds };
}

async function runAlone(engine: Engine, rows: readonly Tensors[]): Promise<Tensors[]> {
  const outputs: Tensors[] = [];
  for (const row of rows) {
    outputs.push((await engine.run(copied(row))).outputs);
  }
  return outputs;
}

async function areRowsSame(
  engine: Engine,
  batching: Batching,
  joined: Tensors,
  size: number,
  alone: readonly Tensors[],
): Promise<boolean> {
  const parts = batching.split(await engine.run(copied(joined)), Array<number>(size).fill(1), size);
  return parts !== undefined && alone.every((outputs, row) => areSame(outputs, parts[row].outputs));
}

function inputBytes(feeds: Tensors): number {
  return Object.values(feeds).reduce(
    (sum, { data }) => sum + (Array.isArray(data) ? 64 * data.length : data.byteLength),
    0,
  );
}
