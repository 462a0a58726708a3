import { batchAxis, Batching } from './batching';
import type { Engine } from './engine';
import type { GraphTraits } from './graph-traits';
import { measureBatching, type MeasureLimits } from './measure';
import type { Placed, PlacementOptions } from './placement';
import type { PortionOptions } from './portions';
import { elementsOf, lineThrough, type CostLine } from './run-cost';

/** The event loop may be held so long and no longer. */
export const HOLD_MS = 0.5;
const WORTHWHILE_GAIN = 1.2;

/** Whether requests go together, and what was measured to know it. */
export interface BatchingChoice {
  readonly batching?: Batching;
  /** Of which each holds its engine for no longer than a thread may be held; absent where rows may not be parted. */
  readonly portions?: PortionOptions;
  /** Absent where nothing could be measured. */
  readonly cost?: CostLine;
  readonly report: Placed['report'];
}

export async function chooseBatching(
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
