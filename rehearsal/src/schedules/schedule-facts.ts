import type { AwsCall } from '../room/aws-call';

/** A function that EventBridge invokes by the clock. */
export interface ScheduleFacts {
  /** Construct path of the schedule or rule. */
  readonly path: string;
  /** Construct path. */
  readonly function: string;
  /** `at(…)`, `rate(…)` or `cron(…)`. */
  readonly expression: string;
  readonly timezone?: string;
  readonly runs: readonly ScheduledRun[];
  /** When it is due after the rehearsal, ISO 8601; absent where that is more than a week away, or never. */
  readonly next?: string;
}

export interface ScheduledRun {
  readonly minute: number;
  /** Real time of the invocation. */
  readonly milliseconds: number;
  /** What it failed with; absent where it did not. */
  readonly failure?: string;
  readonly calls: readonly AwsCall[];
}
