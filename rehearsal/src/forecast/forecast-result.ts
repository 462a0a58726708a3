import type { PriceUsed } from '../analysis/analysis-types';
import type { Engine, NotPlayed } from '../assembly/assembly-reader';

/** What `inference forecast --json` prints: a recorded trace, played with each forecast and without it. */
export interface ForecastResult {
  readonly formatVersion: 1;
  readonly engine: Engine;
  readonly trace: TraceFacts;
  readonly forecasts: readonly PlayedForecast[];
}

/** All times are ISO 8601, in UTC. */
export interface TraceFacts {
  readonly file: string;
  readonly periodMinutes: number;
  readonly begin: string;
  readonly until: string;
  /** Periods without a datapoint, in which there were no requests. */
  readonly missingPeriods: number;
  /** The longest time without one; absent where none is missing. */
  readonly longestGap?: Period;
}

export interface Period {
  readonly from: string;
  readonly until: string;
}

/** One forecast on the trace. */
export interface PlayedForecast {
  /** Construct path of the forecast. */
  readonly path: string;
  /** Construct path of the scalable target. */
  readonly target: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly instanceType?: string;
  /** What the first run looked at; later runs look at as much before them. */
  readonly history: Period;
  readonly played: Period;
  readonly timezone: string;
  /** When the function ran, and what it scheduled. */
  readonly runs: readonly PlayedRun[];
  /** When it ran and found less than a week of history, so that it changed nothing. */
  readonly idleRuns: readonly string[];
  /** What an instance can answer. */
  readonly instanceRequestsPerMinute: number;
  /** `better`: fewer minutes under-provisioned, or as many and fewer requests above capacity. */
  readonly verdict: 'better' | 'same' | 'worse';
  readonly without: PlayedSide;
  readonly with: PlayedSide;
  /** Absent where the price is not known. */
  readonly price?: PriceUsed;
  readonly accuracy: ForecastAccuracy;
  /** Where the load was another than a usual week's, by time. */
  readonly deviations: readonly Deviation[];
  readonly hours: readonly PlayedHour[];
  readonly notPlayed: readonly NotPlayed[];
  /** What AWS does not publish or nobody gave, and what was taken instead. */
  readonly assumptions: readonly string[];
}

export interface PlayedRun {
  readonly at: string;
  readonly scheduledActions: number;
  /** The least and the most that is scheduled in a week. */
  readonly least: number;
  readonly most: number;
}

/** What was played, by itself or with the forecast. */
export interface PlayedSide {
  /** Hours of an instance that are paid for. */
  readonly instanceHours: number;
  /** Absent where the price is not known. */
  readonly usd?: number;
  /** Minutes whose requests were more than the instances in service can answer. */
  readonly underProvisionedMinutes: number;
  /** By how much: they wait, are throttled, or time out. */
  readonly requestsAboveCapacity: number;
  readonly leastInstances: number;
  readonly mostInstances: number;
  /** Scheduled actions that came while instances were being added. */
  readonly failedActions: number;
}

/** Of the hours that were played: what was scheduled, and what their requests needed. */
export interface ForecastAccuracy {
  readonly rightHours: number;
  /** Fewer instances than the requests needed. */
  readonly tooLowHours: number;
  /** More than the forecast would have scheduled, had it known. */
  readonly tooHighHours: number;
  /** More than the most that scaling allows. */
  readonly aboveMaximumHours: number;
}

/** Hours in a row in which the forecast was wrong in one way. */
export interface Deviation extends Period {
  readonly kind: 'too-low' | 'too-high';
  /** Requests per minute that the busiest of them was expected to have; absent before the first run that found a week of history. */
  readonly expectedPerMinute?: number;
  /** What the busiest had. */
  readonly peakPerMinute: number;
  /** The most that was scheduled, and the most that was needed. */
  readonly forecast: number;
  readonly needed: number;
  /** Instance hours between the two. */
  readonly instanceHours: number;
  /** With the forecast, after what policies added. */
  readonly underProvisionedMinutes: number;
}

export interface PlayedHour {
  readonly at: string;
  readonly requests: number;
  /** Requests per minute of its busiest period. */
  readonly peakPerMinute: number;
  /** Absent before the first run that found a week of history: nothing was forecast. */
  readonly expectedPerMinute?: number;
  readonly needed: number;
  /** What was scheduled; the least capacity where nothing was forecast. */
  readonly forecast: number;
  readonly without: HourOfSide;
  readonly with: HourOfSide;
}

export interface HourOfSide {
  /** In service on average. */
  readonly instances: number;
  readonly underProvisionedMinutes: number;
  readonly requestsAboveCapacity: number;
}
