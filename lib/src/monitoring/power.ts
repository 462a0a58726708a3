import { visibleSeconds } from './alarm';
import { MAX_CLASSES } from './prediction-shift';
import { fewestRows, poissonAtLeast, SQUARED_STANDARD_ERRORS } from './significance';

/** What a canary can see of a release whose answers collapse to one class. */
export interface Power {
  /** Rows that the new release is expected to answer within the alarm's window. */
  readonly expectedRows: number;
  /** Rows needed to tell a collapse to any one class. */
  readonly rowsNeeded: number;
  /** Chance that enough rows come, and so that the alarm sees the collapse. */
  readonly power: number;
}

/** Below this chance a bake counts as blind. */
export const LEAST_POWER = 0.9;

/** Who answers how much, and what it is compared with. */
export interface CanaryTraffic {
  /** Share of each class among the held-out predictions. */
  readonly rates: readonly number[];
  readonly heldOutRows: number;
  /** Expected over all releases, one row a request. */
  readonly requestsPerMinute: number;
  /** Share of the traffic on the new release, in percent. */
  readonly percent: number;
  /** What the alarm looks back on; 0 where nothing bakes. */
  readonly windowSeconds: number;
}

export function collapsePower(traffic: CanaryTraffic): Power {
  const seconds = traffic.windowSeconds === 0 ? 0 : visibleSeconds(traffic.windowSeconds);
  const expectedRows = (traffic.requestsPerMinute * traffic.percent * seconds) / 6000;
  const rowsNeeded = Math.max(...traffic.rates.map((_, collapsedTo) => rowsToSee(collapsedTo, traffic)));
  return { expectedRows, rowsNeeded, power: poissonAtLeast(rowsNeeded, expectedRows) };
}

/** Rows from which one of the watched shares gives a collapse away. */
function rowsToSee(collapsedTo: number, { rates, heldOutRows }: CanaryTraffic): number {
  const watched = rates.map((rate, i) => ({ rate, change: i === collapsedTo ? 1 - rate : rate }));
  watched.sort((a, b) => b.rate - a.rate);
  return Math.min(
    ...watched.slice(0, MAX_CLASSES).map(({ rate, change }) => {
      // change² / (p(1-p)(1/n + 1/N)) > z²  <=>  1/n < change² / (z² p(1-p)) - 1/N
      const room = change ** 2 / (SQUARED_STANDARD_ERRORS * rate * (1 - rate)) - 1 / heldOutRows;
      return room > 0 ? Math.max(fewestRows(rate), Math.floor(1 / room + 1e-9) + 1) : Infinity;
    }),
  );
}
