import type { PlannedDeployment } from '../planned-deployment';

/** What else happens while a release is deployed. All of it is optional; percentages are of 100. */
export interface Scenario {
  readonly name: string;
  /** What is asked, in a sentence. */
  readonly description: string;
  /** All traffic, to whichever release. */
  readonly traffic?: TrafficChange;
  /** The new release only. */
  readonly release?: ReleaseFault;
  /** Instances of the new fleet that are gone for a while. */
  readonly outage?: OutageFault;
  /** Actions that the roles of the new release have lost. */
  readonly withoutPermissions?: readonly string[];
}

export interface TrafficChange {
  /** So many times the requests. */
  readonly factor?: number;
  readonly drift?: Drift;
}

/** One feature of every request lies somewhere else. */
export interface Drift {
  /** Position of the feature in a row, from 0. Default: the one that changes the answers of what is deployed most. */
  readonly feature?: number;
  /** By how many of its own standard deviations it is shifted. */
  readonly standardDeviations: number;
}

export interface ReleaseFault {
  /** The model package lists its classes in the opposite order. */
  readonly swapsClasses?: boolean;
  /** Answers take longer: first times the factor, then as many milliseconds more. */
  readonly slower?: { readonly factor?: number; readonly milliseconds?: number };
  /** So many requests out of 100 fail. */
  readonly errorPercent?: number;
  /** The process ends after so many requests, over and over. */
  readonly crashesAfter?: number;
  /** The process is killed while it loads the model. */
  readonly outOfMemory?: boolean;
  /** Every request meets a sandbox that has just been started. */
  readonly coldStarts?: boolean;
}

export interface OutageFault {
  readonly instances: number;
  /** Minutes after the first traffic reaches the new release. */
  readonly after: number;
  readonly minutes: number;
}

/** Why a scenario says nothing of a target; undefined where it does. */
export function whyNotApplicable(
  { release, outage }: Scenario,
  { target: { kind }, isServerless = false }: Pick<PlannedDeployment, 'target' | 'isServerless'>,
): string | undefined {
  if (kind === 'function' && outage !== undefined) return 'a function has no instances that could be lost';
  if (isServerless && outage !== undefined) return 'a serverless endpoint has no instances that could be lost';
  if (kind === 'endpoint' && !isServerless && release?.coldStarts === true) return 'containers of an endpoint stay up';
  return undefined;
}
