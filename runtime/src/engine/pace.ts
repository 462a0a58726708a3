import type { Tensors } from './engine';
import type { CostLine } from './run-cost';

/** How fast a model takes in requests, as it was measured at the start. */
export interface Pace {
  /** Runs that are made beside each other. */
  readonly engines: number;
  /** Milliseconds of a run in any case, and those that each row adds. */
  readonly fixed: number;
  readonly perRow: number;
  /** The fewest bytes that such a row takes in a request. */
  readonly rowBytes: number;
}

/** A digit and what parts it from the next. */
const LEAST_TEXT_BYTES = 2;

export function paceOf(cost: CostLine | undefined, row: Tensors, engines: number): Pace | undefined {
  return cost && { engines, fixed: cost.fixed, perRow: cost.perRow, rowBytes: leastBytes(row) };
}

function leastBytes(row: Tensors): number {
  return Object.values(row).reduce((sum, { data }) => {
    const binary = Array.isArray(data) ? LEAST_TEXT_BYTES : data.BYTES_PER_ELEMENT;
    return sum + data.length * Math.min(LEAST_TEXT_BYTES, binary);
  }, 0);
}
