import type { AwsCall } from '../room/aws-call';

/** An invocation of a function by a state. */
export interface FunctionRun {
  readonly state: string;
  /** Construct path of the function. */
  readonly function: string;
  /** What was executed: `$LATEST`, or the number of a version. */
  readonly version: string;
  /** Virtual seconds from when the execution began. */
  readonly at: number;
  /** Real, with the start of its process. */
  readonly milliseconds: number;
  /** Type and message of its error. */
  readonly failure?: string;
  /** What it asked of AWS. */
  readonly calls: readonly AwsCall[];
}
