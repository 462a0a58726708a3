/** What is waited before something that failed is tried again, doubled with each further failure. */
export const BACKOFF = { firstMilliseconds: 1000, longestMilliseconds: 30_000 } as const;

export function nextPause(milliseconds: number): number {
  return Math.min(2 * milliseconds, BACKOFF.longestMilliseconds);
}
