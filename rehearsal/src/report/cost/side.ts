import type { SourceStack } from '../source/source';
import type { AtTraffic } from './cost-types';
import type { PriceBook } from './price-book';
import type { TrafficLevels } from './traffic-levels';

/** Hours and minutes of the month that AWS's calculator uses. */
export const HOURS = 730;
export const MINUTES = HOURS * 60;

/** What one side of the comparison is computed from. */
export interface Side {
  readonly stack: SourceStack;
  readonly prices: PriceBook;
  readonly given?: TrafficLevels['perMinute'];
  /** Measured median of a function's handler in milliseconds, by construct path. */
  readonly measured: ReadonlyMap<string, number>;
}

/** One thing that costs, on one side. */
export interface SideItem {
  /** What makes it the same thing on the other side. */
  readonly key: string;
  readonly path: string;
  readonly what: string;
  readonly usd: AtTraffic;
  readonly usdPerRequest?: number;
  readonly basis: string;
}

export const NOT_KNOWN: AtTraffic = [null, null, null];

/** The same at any traffic. */
export function fixed(usd: number | undefined): AtTraffic {
  return usd === undefined ? NOT_KNOWN : [usd, usd, usd];
}

export function atEach(levels: readonly [number, number, number], usd: (level: number) => number): AtTraffic {
  return [usd(levels[0]), usd(levels[1]), usd(levels[2])];
}
