import type { HookEvent } from '../assembly/assembly-reader';
import type { AwsCall } from '../room/aws-call';

/** A function that CodeDeploy asked. */
export interface HookFacts {
  readonly event: HookEvent;
  /** Construct path. */
  readonly function: string;
  /** When it was asked. */
  readonly minute: number;
  /** When CodeDeploy went on: a minute later at least, an hour where it was told nothing. */
  readonly until: number;
  /** What it reported; absent where it reported nothing. */
  readonly status?: 'Succeeded' | 'Failed';
  /** Why, where its answer has a `reason` as the acceptance hook's has. */
  readonly said?: string;
  /** Why the deployment does not go on, in words. */
  readonly failure?: string;
  /** Real time until it reported or ended. */
  readonly seconds: number;
  readonly calls: readonly AwsCall[];
}
