/** A simulation, minute by minute. */
export interface ScalingResult {
  /** Construct path of the scalable target. */
  readonly target: string;
  readonly minutes: readonly ScalingMinute[];
  readonly activities: readonly ScalingActivity[];
  /** Minutes whose load exceeded what the capacity in service can do; absent where that is not known. */
  readonly underProvisionedMinutes?: number;
  /** Requests that met no capacity at all. */
  readonly unservedRequests: number;
  /** Hours of a unit that are paid for. */
  readonly unitHours: number;
  readonly cost?: number;
  /** Where AWS publishes no law, or something was not given: what was assumed. */
  readonly assumptions: readonly string[];
}

export interface ScalingMinute {
  readonly minute: number;
  readonly requests: number;
  /** Units in service at the end of the minute. */
  readonly capacity: number;
  readonly desired: number;
  /** Requests a unit; absent without any unit. */
  readonly perUnit?: number;
  readonly isUnderProvisioned?: boolean;
  /** Requests that wait in the queue of an asynchronous endpoint. */
  readonly backlog?: number;
}

export interface ScalingActivity {
  readonly minute: number;
  readonly from: number;
  readonly to: number;
  /** Construct path of the policy, or name of the scheduled action. */
  readonly cause: string;
  /** A scheduled action fails while the resource is updating. */
  readonly status: 'successful' | 'failed';
}
