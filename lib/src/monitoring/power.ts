import { fewestRows, poissonAtLeast, STANDARD_ERRORS } from './significance';

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

/**
 * @param rates share of each class among the held-out predictions
 * @param requestsPerMinute expected over all releases, one row a request
 * @param percent share of the traffic on the new release
 * @param windowSeconds what the alarm looks back on
 */
export function collapsePower(
  rates: readonly number[],
  requestsPerMinute: number,
  percent: number,
  windowSeconds: number,
): Power {
  const commonest = Math.max(...rates);
  const expectedRows = (requestsPerMinute * percent * windowSeconds) / 6000;
  // All rows in the commonest class p: (1-p) / sqrt(p(1-p)/n) > z  <=>  n > z² p / (1-p)
  const needed = Math.floor((STANDARD_ERRORS ** 2 * commonest) / (1 - commonest) + 1e-9) + 1;
  const rowsNeeded = Math.max(needed, fewestRows(commonest));
  return { expectedRows, rowsNeeded, power: poissonAtLeast(rowsNeeded, expectedRows) };
}
