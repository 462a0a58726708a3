import { InferenceError } from '../errors';

/** How traffic moves to a new release. */
export type RolloutSpec = CanaryRollout | AllAtOnceRollout;

/** A share of the traffic first; the rest after the bake. */
export interface CanaryRollout {
  readonly kind: 'canary';
  /** Share of the traffic on the first step, in percent. */
  readonly percent: number;
  /** How long traffic rests on the step while alarms watch, in minutes. */
  readonly bakeMinutes: number;
}

/** All traffic in one step; alarms watch for the bake where the service knows one. */
export interface AllAtOnceRollout {
  readonly kind: 'all-at-once';
  readonly bakeMinutes: number;
}

/**
 * Ten percent for fifteen minutes: at 60 requests a minute about 80 requests reach the new version while its alarms
 * look, twice what a collapse to one class needs in order to be seen.
 */
export const DEFAULT_ROLLOUT: CanaryRollout = { kind: 'canary', percent: 10, bakeMinutes: 15 };

/** CodeDeploy: at most 99 percent a step and 2880 minutes from the first shift to the last. */
const MAX_CANARY_PERCENT = 99;
const MAX_BAKE_MINUTES = 2880;
/** A metric of one minute arrives a minute later, and then an alarm is evaluated. */
const MIN_BAKE_MINUTES = 3;

export function checkRollout(rollout: RolloutSpec, isUnresolved: (value: unknown) => boolean): void {
  if (rollout.kind === 'canary' && !isUnresolved(rollout.percent)) {
    if (!Number.isInteger(rollout.percent) || rollout.percent < 1 || rollout.percent > MAX_CANARY_PERCENT) {
      throw new InferenceError(
        'CanaryPercentOutOfRange',
        `canary percent (${rollout.percent}): a whole number from 1 to ${MAX_CANARY_PERCENT}. choose a share in that range, or an all-at-once rollout`,
      );
    }
  }
  const minutes = rollout.bakeMinutes;
  if (isUnresolved(minutes)) {
    throw new InferenceError(
      'BakeUnknown',
      'bake (a token): must be known at synth, because the periods of the rollback alarms are computed from it. pass a literal duration',
    );
  }
  if (!Number.isInteger(minutes) || minutes < MIN_BAKE_MINUTES || minutes > MAX_BAKE_MINUTES) {
    throw new InferenceError(
      'BakeOutOfRange',
      `bake (${minutes} minutes): whole minutes from ${MIN_BAKE_MINUTES} to ${MAX_BAKE_MINUTES}. choose a bake in that range`,
    );
  }
}
