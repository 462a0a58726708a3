import type { Scaled } from './scaled';

/** What scales, between which bounds; engine-neutral. */
export interface ScalingSpec {
  readonly scaled: Scaled;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** What it is declared with; undefined where that is not known. */
  readonly initialCapacity?: number;
  /** Requests per minute over all units. */
  readonly expectedRequestsPerMinute?: number;
  /** Construct path: what names are built from. */
  readonly path: string;
  readonly isUnresolved: (value: unknown) => boolean;
}
