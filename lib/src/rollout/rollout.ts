import { CODEDEPLOY } from '../catalog/codedeploy';
import { InferenceError } from '../errors';

/** How traffic moves to a new release. */
export type RolloutSpec = CanaryRollout | LinearRollout | AllAtOnceRollout | BlueGreenRollout | RollingRollout;

/** A share of the traffic first; the rest after the bake. */
export interface CanaryRollout extends Bake, OldFleet {
  readonly kind: 'canary';
  /** Share of the traffic on the first step, in percent. */
  readonly percent: number;
}

/** The same share of the traffic on every step, with a bake in between. */
export interface LinearRollout extends Bake, OldFleet {
  readonly kind: 'linear';
  /** What every step adds, in percent. */
  readonly percent: number;
}

/** All traffic in one step; alarms watch for the bake where the service knows one. */
export interface AllAtOnceRollout extends Bake {
  readonly kind: 'all-at-once';
}

/** All traffic in one step to a second fleet; the first one waits for a while after the bake. */
export interface BlueGreenRollout extends Bake, OldFleet {
  readonly kind: 'blue-green';
}

/** Instances are replaced in batches, without a second fleet. */
export interface RollingRollout extends Bake {
  readonly kind: 'rolling';
  /** Share of the instances that a batch replaces, in percent. */
  readonly percent: number;
  /** Share of the instances that a batch of the rollback replaces, in percent. Default: all of them. */
  readonly rollbackPercent?: number;
}

interface Bake {
  /** How long traffic rests on a step while alarms watch, in minutes. */
  readonly bakeMinutes: number;
}

interface OldFleet {
  /** How long the old fleet is kept after the last bake, in minutes. Default: it goes at once. */
  readonly terminationWaitMinutes?: number;
}

/**
 * Ten percent for fifteen minutes: at 60 requests a minute about 80 requests reach the new version while its alarms
 * look, twice what a collapse to one class needs in order to be seen.
 */
export const DEFAULT_ROLLOUT: CanaryRollout = { kind: 'canary', percent: 10, bakeMinutes: 15 };

/** Half at a time: two batches, whatever the size of the fleet, and within the hour that Terraform waits. */
export const DEFAULT_ROLLING: RollingRollout = { kind: 'rolling', percent: 50, bakeMinutes: 5 };

/** What a blue/green rollout keeps the old fleet for, after the bake. */
export const DEFAULT_TERMINATION_WAIT_MINUTES = 15;

/** A metric of one minute arrives a minute later, and then an alarm is evaluated. */
const MIN_BAKE_MINUTES = 3;

/** What no service allows, and what the core must know at synth. */
export function checkRollout(rollout: RolloutSpec, isUnresolved: (value: unknown) => boolean): void {
  if ('percent' in rollout) checkPercent(rollout, isUnresolved);
  const minutes = rollout.bakeMinutes;
  if (isUnresolved(minutes)) {
    throw new InferenceError(
      'BakeUnknown',
      'bake (a token): must be known at synth, because the periods of the rollback alarms are computed from it. pass a literal duration',
    );
  }
  if (!Number.isInteger(minutes) || minutes < MIN_BAKE_MINUTES || minutes > CODEDEPLOY.MAX_MINUTES) {
    throw new InferenceError(
      'BakeOutOfRange',
      `bake (${minutes} minutes): whole minutes from ${MIN_BAKE_MINUTES} to ${CODEDEPLOY.MAX_MINUTES}. choose a bake in that range`,
    );
  }
}

function checkPercent({ kind, percent }: RolloutSpec & { percent: number }, isUnresolved: (value: unknown) => boolean) {
  if (isUnresolved(percent)) {
    if (kind === 'canary') return;
    throw new InferenceError(
      'PercentUnknown',
      `${kind} percent (a token): must be known at synth, because the number of steps follows from it. pass a literal number`,
    );
  }
  if (Number.isInteger(percent) && percent >= 1 && percent <= CODEDEPLOY.MAX_STEP_PERCENT) return;
  throw new InferenceError(
    PERCENT_CODE[kind],
    `${kind} percent (${percent}): a whole number from 1 to ${CODEDEPLOY.MAX_STEP_PERCENT}. choose a share in that range, or an all-at-once rollout`,
  );
}

/** What a share out of range is called. */
export const PERCENT_CODE: Readonly<Record<RolloutSpec['kind'], string>> = {
  canary: 'CanaryPercentOutOfRange',
  linear: 'LinearPercentOutOfRange',
  rolling: 'RollingPercentOutOfRange',
  'all-at-once': 'PercentOutOfRange',
  'blue-green': 'PercentOutOfRange',
};
