import type { PriceMark } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { Engine } from '../assembly/assembly-reader';
import type { TrafficFacts } from '../result';

/** What `inference analyse --json` prints: all that templates tell of a deployment before anything is run. */
export interface Analysis {
  readonly formatVersion: 1;
  readonly engine: Engine;
  readonly releases: readonly ReleaseAnalysis[];
  readonly quotas: readonly QuotaNeed[];
  /** Empty without an old template to compare with. */
  readonly twoStepPlans: readonly TwoStepPlan[];
  /** Worst first. */
  readonly findings: readonly AnalysisFinding[];
  /** What was given and is not used; absent where there is nothing to say. */
  readonly notes?: readonly string[];
}

/** What goes wrong, and what may. */
export interface AnalysisFinding {
  /** Stable name, for example `alarm-cannot-trip`. */
  readonly id: string;
  /** `error`: the deployment fails or nothing can stop it. `warning`: less is watched than it seems. */
  readonly severity: 'error' | 'warning';
  /** Construct path. */
  readonly path: string;
  readonly message: string;
}

/** How one function or endpoint gets its next release. */
export interface ReleaseAnalysis {
  /** Construct path. */
  readonly path: string;
  readonly kind: 'function' | 'endpoint';
  /** The endpoint has no instances. */
  readonly isServerless?: true;
  /** Whether old and new template give it a release; absent without an old template. */
  readonly isReleased?: boolean;
  readonly strategy: string;
  readonly timeline: Timeline;
  readonly traffic: ExpectedTraffic;
  /** The alarms that stop it. */
  readonly alarms: readonly AlarmReach[];
  /** Chance to see answers collapse to one class; absent where no alarm watches the answers. */
  readonly power?: CanaryPower;
  readonly exposure: WorstCase;
  /** What two fleets cost; absent where none is billed by the hour. */
  readonly doubleFleet?: DoubleFleet;
}

/** Requests to all versions until the deployment is decided. */
export interface ExpectedTraffic extends Pick<TrafficFacts, 'requestsPerMinute' | 'range' | 'profile' | 'recording'> {
  readonly from: TrafficFacts['rateFrom'];
}

/** The deployment from its first minute; nothing but `isAssumed` phases is guessed. */
export interface Timeline {
  readonly phases: readonly Phase[];
  /** The first minute with traffic on the new release. */
  readonly shiftsAt: number;
  /** Until then an alarm rolls it back. */
  readonly decidedAt: number;
  readonly endsAt: number;
  /** When AWS gives up. */
  readonly timeoutAt?: number;
}

export interface Phase {
  readonly kind: 'provision' | 'bake' | 'termination';
  readonly from: number;
  readonly to: number;
  /** Share of the traffic on the new release. */
  readonly percent: number;
  readonly isAssumed: boolean;
}

/** When an alarm can ring at the earliest: every datapoint breaches from the first request on. */
export interface AlarmReach {
  /** Construct path; the name of an alarm that the template does not declare. */
  readonly alarm: string;
  readonly windowSeconds?: number;
  /** The first minute at which it may ring; absent where it cannot before the decision. */
  readonly earliestMinute?: number;
  /** When its window holds nothing but the new release, and all of that has arrived. */
  readonly wholeWindowMinute?: number;
  /** What of its window the alarm has seen when each bake ends. */
  readonly bakes: readonly { readonly percent: number; readonly until: number; readonly sees: Sees }[];
  /** Why nothing is known. */
  readonly unknown?: string;
}

export type Sees = 'whole window' | 'part of its window' | 'nothing';

export interface CanaryPower {
  /** Construct path. */
  readonly alarm: string;
  readonly percent: number;
  readonly expectedRows: number;
  /** Absent where no number of rows is enough. */
  readonly rowsNeeded?: number;
  readonly chance: number;
  /** What would be enough, each by itself; absent where it is enough, or nothing is. */
  readonly enough?: { readonly percent?: number; readonly bakeMinutes: number };
}

/** Who meets a release that is bad from its first request on. */
export interface WorstCase {
  /** The earliest rollback that any alarm can cause; absent where none can. */
  readonly earliest?: Exposed;
  /** Once the first alarm has seen its whole window. */
  readonly wholeWindow?: Exposed;
  /** Until the deployment is decided, whether or not something could stop it before. */
  readonly undetected: Exposed;
  /** The share of the first shift, where whole instances make it another than is declared. */
  readonly percent?: number;
}

export interface Exposed {
  readonly minute: number;
  readonly requests: number;
  /** Users who send at least one of these requests. */
  readonly users: number;
}

export interface DoubleFleet {
  readonly instances: readonly { readonly instanceType: string; readonly count: number }[];
  /** How long they are billed on top. */
  readonly minutes: number;
  /** Absent where a price is not known. */
  readonly usd?: number;
  /** Where variants have pools: the same, were all of them of the dearest. Absent where a price of them is not known. */
  readonly mostUsd?: number;
  readonly prices: readonly PriceUsed[];
}

export interface PriceUsed {
  readonly instanceType: string;
  readonly usdPerHour?: number;
  readonly mark?: PriceMark;
  readonly asOf?: string;
}

/** What the account must allow, at the worst moment of the deployment. */
export interface QuotaNeed {
  readonly quota: string;
  readonly before: number;
  readonly after: number;
  readonly during: number;
  readonly because: string;
  /** AWS's own limit or default, where it publishes one for every account. */
  readonly limit?: number;
}
