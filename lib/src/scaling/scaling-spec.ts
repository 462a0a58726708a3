import type { BenchResult } from '../model/bench';
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
  /** Of the instances that scale; undefined where that is not known. */
  readonly instanceType?: string;
  /** What the runtime took for the model that they serve; undefined where nobody measured it, or another container serves it. */
  readonly bench?: BenchResult;
  /** Construct path: what names are built from. */
  readonly path: string;
  readonly isUnresolved: (value: unknown) => boolean;
}
