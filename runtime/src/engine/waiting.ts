import { Fault } from '../errors';
import type { Batching } from './batching';
import { Deadlines } from './deadlines';
import type { Run, Tensors } from './engine';

/** Whoever asked for a run; hears of it exactly once. */
export interface Waiter {
  /** Whether whoever asked has left: then the run is not made. */
  readonly isGone: boolean;
  /** When the answer is of no use any more, by `performance.now()`; absent where it always is. */
  readonly deadline?: number;
  done(run: Run): void;
  failed(error: unknown): void;
}

export interface Entry {
  readonly feeds: Tensors;
  readonly waiter: Waiter;
  readonly rows: number;
  readonly elements: number;
  readonly shape: string;
}

/** Requests that wait, in their order, and how much they are. Who is too late is told at that moment, whatever runs. */
export class Waiting {
  rows = 0;
  elements = 0;
  private entries: Entry[] = [];
  private readonly deadlines = new Deadlines(() => this.dropUnwanted());

  get length(): number {
    return this.entries.length;
  }

  /** The oldest; there must be one. */
  get first(): Entry {
    return this.entries[0];
  }

  push(entry: Entry): void {
    this.entries.push(entry);
    this.rows += entry.rows;
    this.elements += entry.elements;
    this.deadlines.watch(entry.waiter.deadline);
  }

  /** The oldest, and with it what has its shape and fits into the same run, until that has its share of the work. */
  take(batching: Batching | undefined, shareElements: number): Entry[] {
    const { entries } = this;
    if (batching === undefined || entries.length === 1) {
      const taken = entries.splice(0, 1);
      this.rows -= taken[0].rows;
      this.elements -= taken[0].elements;
      return taken;
    }
    const taken: Entry[] = [];
    const left: Entry[] = [];
    const { shape } = entries[0];
    let rows = 0;
    let elements = 0;
    const fits = (entry: Entry): boolean => elements < shareElements && rows + entry.rows <= batching.largestRows;
    for (const entry of entries) {
      if (entry.shape === shape && (rows === 0 || fits(entry))) {
        taken.push(entry);
        rows += entry.rows;
        elements += entry.elements;
      } else {
        left.push(entry);
      }
    }
    this.entries = left;
    this.rows -= rows;
    this.elements -= elements;
    return taken;
  }

  private dropUnwanted(): void {
    this.entries = this.entries.filter(isWanted);
    this.rows = totalRows(this.entries);
    this.elements = totalElements(this.entries);
    for (const { waiter } of this.entries) {
      this.deadlines.watch(waiter.deadline);
    }
  }
}

/** Tells whoever asked for what is not wanted any more. */
export function isWanted({ waiter }: Entry): boolean {
  const fault = unwanted(waiter);
  if (fault !== undefined) {
    waiter.failed(fault);
  }
  return fault === undefined;
}

/** Why an answer is not wanted any more; undefined where it is. */
export function unwanted({ isGone, deadline }: Pick<Waiter, 'isGone' | 'deadline'>): Fault | undefined {
  if (isGone) {
    return new Fault('ClientGone', 'The client left before its request ran.');
  }
  return deadline !== undefined && deadline <= performance.now() ? deadlineExceeded() : undefined;
}

export function deadlineExceeded(): Fault {
  return new Fault('DeadlineExceeded', 'The deadline passed before the request ran.');
}

export function totalRows(entries: readonly Entry[]): number {
  let rows = 0;
  for (const entry of entries) {
    rows += entry.rows;
  }
  return rows;
}

export function totalElements(entries: readonly Entry[]): number {
  let elements = 0;
  for (const entry of entries) {
    elements += entry.elements;
  }
  return elements;
}
