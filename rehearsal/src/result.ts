import type { AlarmState } from './alarms/alarm-evaluator';
import type { NotPlayed } from './assembly/assembly-reader';
import type { GoldenResult } from './golden-check';
import type { HookFacts } from './hooks/hook-facts';
import type { MetricId } from './metrics/metric-store';
import type { ScheduleFacts } from './schedules/schedule-facts';

/**
 * How a deployment ended, from best to worst:
 * - `unchanged`: nothing gets a new release, so nothing was played;
 * - `promoted`: the new version has all the traffic;
 * - `undetermined`: it was promoted in the rehearsal, and an alarm of which AWS leaves the state open may stop it;
 * - `golden-cases-failed`: a first deployment that does not answer what its model package recorded;
 * - `failed`: a first deployment that never came into service;
 * - `stopped`: an alarm or a hook stopped it and nothing rolls it back: the alias stays where it is;
 * - `rolled-back`: an alarm, a hook or a failure stopped it and the old version has all the traffic again.
 */
export type Verdict =
  'unchanged' | 'promoted' | 'undetermined' | 'golden-cases-failed' | 'failed' | 'stopped' | 'rolled-back';

/** What `inference rehearse --json` prints. Minutes are virtual; requests are weighted unless called sampled. */
export interface RehearsalResult {
  readonly formatVersion: 2;
  /** What was played beside the deployment itself; absent where that alone was. */
  readonly scenario?: string;
  /** The worst of all deployments. */
  readonly verdict: Verdict;
  readonly deployments: readonly DeploymentResult[];
  /** Construct paths of functions and endpoints that get no new release. */
  readonly unchanged: readonly string[];
  readonly notPlayed: readonly NotPlayed[];
  /** What speaks against it by a strict reading; present with `--strict`. */
  readonly strict?: readonly string[];
  /** Real time that the rehearsal took. */
  readonly seconds: number;
}

/** What is deployed. */
export interface Target {
  /** Construct path. */
  readonly path: string;
  readonly kind: 'function' | 'endpoint';
  /** What all figures of instances count of an inference component; else absent. */
  readonly unit?: 'copies';
}

/** The way of one function or endpoint from its old release to its new one. */
export interface DeploymentResult {
  readonly target: Target;
  readonly verdict: Verdict;
  /** When that was decided. */
  readonly minute: number;
  /** A first deployment has no old version and shifts nothing. */
  readonly isFirst: boolean;
  /** Construct paths of the alarms that decided. */
  readonly alarms: readonly string[];
  /** What else decided, in words. */
  readonly reason?: string;
  readonly exposure: Exposure;
  readonly rollout: RolloutFacts;
  readonly traffic: TrafficFacts;
  readonly versions: { readonly old?: VersionFacts; readonly new: VersionFacts };
  /** The new release's variants, where it has several or a shadow. */
  readonly variants?: readonly VariantFacts[];
  /** The recorded cases of the new version's model package, sent through its door; absent where it has none. */
  readonly golden?: GoldenResult;
  readonly timeline: readonly Minute[];
  /** What the control plane did; empty where the timeline says it all. */
  readonly events: readonly DeploymentEvent[];
  /** The functions that CodeDeploy asked whether to go on, in the order in which it did. */
  readonly hooks: readonly HookFacts[];
  /** The functions that are invoked by the clock, and what became of it. */
  readonly schedules: readonly ScheduleFacts[];
  /** What scaled the variants of the endpoint; absent where nothing does. */
  readonly scaling?: readonly ScalingFacts[];
  /** Steps on which too few requests were sampled to conclude anything. */
  readonly undetermined: readonly UndeterminedStep[];
  /** Alarms that may have gone into ALARM before the decision, by what AWS publishes, and may not have. */
  readonly openAlarms: readonly OpenAlarm[];
  readonly neverPublished: readonly NeverPublished[];
  /** In what the rehearsal was not what AWS would run. */
  readonly substitutions: readonly string[];
  readonly notes: readonly string[];
}

/** What happened at the beginning of a minute. */
export interface DeploymentEvent {
  readonly minute: number;
  readonly what: string;
}

/** What scaled one variant of an endpoint, or the provisioned concurrency of one alias of a function. */
export interface ScalingFacts {
  /** Name of the variant or alias. */
  readonly variant: string;
  /** Construct path of the scalable target. */
  readonly target: string;
  /** What its capacity counts. */
  readonly unit: 'instances' | 'copies' | 'provisioned environments';
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** Its capacity when the deployment began. */
  readonly instancesAtStart: number;
  readonly activities: readonly ScalingActivityFacts[];
}

export interface ScalingActivityFacts {
  readonly minute: number;
  readonly from: number;
  readonly to: number;
  /** Construct path of the policy, or name of the scheduled action. */
  readonly cause: string;
  /** A scheduled action fails while the endpoint is being updated. */
  readonly status: 'successful' | 'failed';
  /** When what was added answers. */
  readonly inServiceAt?: number;
}

/** What users saw of the new version until the decision. */
export interface Exposure {
  readonly requests: number;
  readonly failed: number;
}

export interface RolloutFacts {
  /** Name of the deployment configuration. */
  readonly configuration: string;
  readonly steps: readonly { readonly percent: number; readonly minutes: number }[];
  /** Construct paths of the alarms that watch. */
  readonly alarms: readonly string[];
  readonly rollsBackOnAlarm: boolean;
}

export interface TrafficFacts {
  readonly source: string;
  /** How many different requests there are; they are sent over and over. */
  readonly distinctRequests: number;
  /** Where it changes, on average over the minutes played. */
  readonly requestsPerMinute: number;
  /** Requests a minute while it was played, where that changes. */
  readonly range?: { readonly least: number; readonly most: number };
  /** Where that rate comes from; `option` with a recording is the recorded rate, scaled. */
  readonly rateFrom: 'option' | 'profile' | 'recording' | 'template' | 'default';
  readonly profile?: ProfileFacts;
  readonly recording?: RecordingFacts;
  /** At most so many real requests a version and minute. */
  readonly mostPerMinute: number;
  /** How many requests one real request stood for, at most. */
  readonly largestWeight: number;
  /** A feature that lies somewhere else in all of them, by the scenario. */
  readonly drift?: DriftFacts;
  readonly seed: number;
}

/** A rate profile that was followed. */
export interface ProfileFacts {
  readonly file: string;
  /** Time of day at which the rehearsal began, in UTC, where the profile goes by it. */
  readonly beginsAt?: string;
}

/** Requests whose times are known. */
export interface RecordingFacts {
  readonly requests: number;
  /** From the first to the last, in minutes begun. */
  readonly minutes: number;
  /** On average, as recorded. */
  readonly requestsPerMinute: number;
  /** Requests per minute that the template expects. */
  readonly templateExpects?: number;
}

export interface DriftFacts {
  /** Position of the feature in a row, from 0. */
  readonly feature: number;
  readonly standardDeviations: number;
  /** Why that feature, where the scenario names none. */
  readonly because?: string;
}

/** How long answers took. */
export interface Times {
  /** Real time inside the handler or the container, on this machine; absent where nothing was sampled. */
  readonly durationMilliseconds?: { readonly median: number; readonly p99: number };
  /** Modelled: with the time that requests would have waited for an instance; endpoints only. */
  readonly modelledMilliseconds?: { readonly median: number; readonly p99: number };
}

export interface VersionFacts extends Times {
  readonly number: string;
  readonly description: string;
  readonly requests: number;
  readonly sampled: number;
  readonly failed: number;
  /** Requests that the runtime refused as the client's fault. */
  readonly refused: number;
  /** Of those that failed, how many the service refused because of too many at a time; absent where none. */
  readonly throttled?: number;
  /** Real time until it was loaded, on this machine; not part of the duration. */
  readonly coldStartMilliseconds: readonly number[];
}

/** One variant of an endpoint that has several, or one that gets copies only. */
export interface VariantFacts extends VersionFacts {
  readonly name: string;
  readonly isShadow: boolean;
}

export interface Minute {
  readonly minute: number;
  /** Index of the step in `rollout.steps`. */
  readonly step: number;
  /** Share of the new version, in percent. */
  readonly percent: number;
  readonly old: MinuteOfVersion;
  readonly new: MinuteOfVersion;
  /** The alarms at the end of the minute. */
  readonly alarms: readonly AlarmAtMinute[];
}

export interface MinuteOfVersion extends Times {
  readonly requests: number;
  readonly sampled: number;
  readonly failed: number;
  /** Share of the answered rows in the positive class; absent where nothing was answered or no class counts. */
  readonly positiveShare?: number;
  /** Of those that failed, how many the service refused because of too many at a time; absent where none. */
  readonly throttled?: number;
  /** Instances that answered, or sandboxes of a serverless endpoint; endpoints only. */
  readonly instances?: number;
  /** Requests in the queue when the minute ended; asynchronous endpoints only. */
  readonly waiting?: number;
}

export interface AlarmAtMinute {
  /** Construct path. */
  readonly alarm: string;
  readonly state: AlarmState;
  /** The states that AWS's documentation allows, where it allows several. */
  readonly possible?: readonly AlarmState[];
  /** Newest datapoint of what the alarm watches. */
  readonly value?: number;
  /** A composite alarm has none. */
  readonly threshold?: number;
}

export interface UndeterminedStep {
  readonly step: number;
  readonly percent: number;
  readonly sampled: number;
}

/** An alarm whose state AWS leaves open where it matters. */
export interface OpenAlarm {
  /** Construct path. */
  readonly alarm: string;
  /** The minutes at whose end it was open. */
  readonly minutes: readonly number[];
  readonly reason: string;
}

/** A metric that an alarm reads and that nobody published. */
export interface NeverPublished {
  /** Construct path of the alarm. */
  readonly alarm: string;
  readonly metric: MetricId;
}

const WORST_FIRST: readonly Verdict[] = [
  'rolled-back',
  'stopped',
  'failed',
  'golden-cases-failed',
  'undetermined',
  'promoted',
  'unchanged',
];

export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'unchanged';
}

/** 0 where the new version would serve, 2 where it would not or may not. */
export function exitCodeOf(verdict: Verdict): 0 | 2 {
  return verdict === 'promoted' || verdict === 'unchanged' ? 0 : 2;
}
