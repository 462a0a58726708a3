import type { Tensors } from './engine';

/** What a run takes, as a line: milliseconds in any case, and more for each row. */
export interface CostLine {
  readonly fixed: number;
  readonly perRow: number;
  /** Elements of such a row, in all inputs. */
  readonly rowElements: number;
}

/** How much of the difference between a run and what was expected of it is believed. */
const RATE = 0.25;
/** One stall, or one run that failed to stall, says no more than this: times what was expected. */
const LARGEST_ERROR = 3;
const SMALLEST_ERROR = -0.75;
/** Where only runs of one size are known: most of what takes long grows with its input. */
const FIXED_SHARE = 0.1;

/** A line through one point. */
export function lineThrough(milliseconds: number, rowElements: number): CostLine {
  return { fixed: milliseconds * FIXED_SHARE, perRow: milliseconds * (1 - FIXED_SHARE), rowElements };
}

/** The size of a request. Not its rows: a text of twice the length takes twice the time, whatever the batch. */
export function elementsOf(feeds: Tensors): number {
  let elements = 0;
  for (const name in feeds) {
    elements += feeds[name].data.length;
  }
  return elements;
}

/** A running estimate of what a run takes, by its size; it follows a machine that gets slower or faster. */
export class RunCost {
  /** The longest run so far. */
  longest = 0;
  /** What runs took lately, whatever their size. */
  lately = 0;
  private fixed: number;
  private perElement: number;

  constructor(line?: CostLine) {
    this.fixed = line?.fixed ?? 0;
    this.perElement = line === undefined ? 0 : line.perRow / line.rowElements;
  }

  /** Milliseconds that so many runs of so many elements altogether take, one after the other; 0 where nothing is known. */
  of(elements: number, runs = 1): number {
    return this.fixed * runs + this.perElement * elements;
  }

  /** Either part of the line moves by its share, so that small runs tell what a run takes in any case, large ones the rest. */
  observe(elements: number, milliseconds: number): void {
    this.longest = milliseconds > this.longest ? milliseconds : this.longest;
    this.lately += (this.lately === 0 ? 1 : RATE) * (milliseconds - this.lately);
    const expected = this.of(elements);
    if (!(expected > 0)) {
      this.fixed = milliseconds * FIXED_SHARE;
      this.perElement = elements > 0 ? (milliseconds - this.fixed) / elements : 0;
      return;
    }
    const error = milliseconds / expected - 1;
    const step = RATE * (error > LARGEST_ERROR ? LARGEST_ERROR : error < SMALLEST_ERROR ? SMALLEST_ERROR : error);
    const fixedShare = this.fixed / expected;
    this.fixed *= 1 + step * fixedShare;
    this.perElement *= 1 + step * (1 - fixedShare);
  }
}
