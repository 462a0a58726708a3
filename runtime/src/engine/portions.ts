import type { Batching } from './batching';
import type { Run } from './engine';
import type { Entry, Waiter } from './waiting';

/** How much of a request may run at once where a run holds the thread that answers all others. */
export interface PortionOptions {
  readonly batching: Batching;
  readonly mostElements: number;
}

/** Rows of each portion; undefined where the request may run as it is. */
export function portionOf({ feeds, elements }: Entry, { batching, mostElements }: PortionOptions): number | undefined {
  const rows = batching.rowsOf(feeds);
  const most = Math.max(1, Math.floor(mostElements / (elements / rows)));
  return rows > most ? most : undefined;
}

/**
 * Runs a request of many rows as several of few, a turn of the event loop each, so that others get their turn between
 * them. Who has left, or whose deadline passed, is told at the next of them.
 */
export function inPortions(
  { feeds, waiter }: Entry,
  most: number,
  batching: Batching,
  submit: (feeds: Entry['feeds'], waiter: Waiter) => void,
): void {
  const total = batching.rowsOf(feeds);
  const runs: Run[] = [];
  const counts: number[] = [];
  let start = 0;
  const whole: Waiter = {
    get isGone() {
      return waiter.isGone;
    },
    deadline: waiter.deadline,
    done: (run) => {
      runs.push(run);
      start += counts[counts.length - 1];
      if (start < total) {
        setImmediate(next);
        return;
      }
      const united = batching.unite(runs, counts);
      if (united === undefined) {
        submit(feeds, waiter);
      } else {
        waiter.done(united);
      }
    },
    failed: (error) => waiter.failed(error),
  };
  const next = (): void => {
    const count = Math.min(most, total - start);
    counts.push(count);
    submit(batching.part(feeds, start, count), whole);
  };
  next();
}
