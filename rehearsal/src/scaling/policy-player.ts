import type { Cooldown } from './cooldown';
import type { PolicySeries } from './policy-series';
import type { SimulatedAlarm } from './simulated-alarm';

/** What there is at the time of a decision, in seconds since the simulation began. */
export interface Situation {
  readonly now: number;
  readonly desired: number;
  /** Units that were in service when the newest datapoint was measured. */
  readonly measuredCapacity: number;
}

/** What a policy wants: more, less, or to keep others from removing. */
export interface Proposal {
  readonly out?: number;
  readonly in?: number;
  /** A tracking policy that is not ready to scale in keeps all from it. */
  readonly holds?: boolean;
}

/** From the end of a period until what it says is acted on. */
export const LAG_MINUTES = 2;

/** A policy in a simulation. */
export interface PolicyPlayer {
  readonly path: string;
  readonly cooldown: Cooldown;
  readonly series: PolicySeries;
  readonly alarms: readonly SimulatedAlarm[];
  /** How often its alarms are evaluated, and how late a datapoint comes. */
  readonly evaluationSeconds: number;
  /** How long a new load lasts until it is seen. */
  readonly reactionMinutes: number;
  /** Whether it is in ALARM for more than there is, as last evaluated. */
  readonly wantsMore: boolean;
  /** Looks at what there is up to the end of an interval between two evaluations. */
  propose(end: number, situation: Situation): Proposal;
}
