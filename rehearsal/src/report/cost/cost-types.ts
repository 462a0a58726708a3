/** At minimum, typical and maximum traffic. `null`: not known. */
export type AtTraffic = readonly [minimum: number | null, typical: number | null, maximum: number | null];

export interface CostComparison {
  readonly currency: 'USD';
  readonly region: string;
  readonly items: readonly CostItem[];
  readonly total: { readonly before: CostTotal; readonly after: CostTotal };
  /** What was assumed, and what is not counted. */
  readonly assumptions: readonly string[];
  /** The prices that were used. */
  readonly prices: readonly UsedPrice[];
}

/** One thing that is paid for, in US dollars a month of 730 hours. */
export interface CostItem {
  readonly path: string;
  readonly what: string;
  readonly before?: AtTraffic;
  readonly after?: AtTraffic;
  /** Where it is paid by the request. */
  readonly usdPerRequest?: { readonly before?: number; readonly after?: number };
  /** How the numbers come about, before and after; one where both are the same. */
  readonly basis: readonly string[];
}

/** The sum of what is known. */
export interface CostTotal {
  readonly usd: readonly [minimum: number, typical: number, maximum: number];
  /** How many items have no known price. */
  readonly notKnown: number;
}

export interface UsedPrice {
  readonly key: string;
  readonly usd: number;
  readonly mark: string;
  readonly asOf: string;
}
