import { visibleSeconds } from './alarm';
import { fewestRows, poissonAtLeast, SQUARED_STANDARD_ERRORS } from './significance';

/** What a canary can see of a release whose answers collapse to one class. */
export interface Power {
  /** Rows that the new release is expected to answer within the alarm's window. */
  readonly expectedRows: number;
  /** Rows needed to tell a collapse to the commonest class, the hardest collapse to see. */
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
  /** What the alarm looks back on. */
  readonly windowSeconds: number;
}

export function collapsePower(traffic: CanaryTraffic): Power {
  const commonest = Math.max(...traffic.rates);
  const seconds = visibleSeconds(traffic.windowSeconds);
  const expectedRows = (traffic.requestsPerMinute * traffic.percent * seconds) / 6000;
  // All rows in the commonest class p: (1-p)² / (p(1-p)(1/n + 1/N)) > z²  <=>  1/n < (1-p) / (z² p) - 1/N
  const room = (1 - commonest) / (SQUARED_STANDARD_ERRORS * commonest) - 1 / traffic.heldOutRows;
  const needed = room > 0 ? Math.floor(1 / room + 1e-9) + 1 : Infinity;
  const rowsNeeded = Math.max(needed, fewestRows(commonest));
  return { expectedRows, rowsNeeded, power: poissonAtLeast(rowsNeeded, expectedRows) };
}
