import { CODEDEPLOY } from '../catalog/codedeploy';
import { InferenceError } from '../errors';
import type { RolloutSpec } from './rollout';
import { functionMinutes } from './shares';

/** Refuses what CodeDeploy cannot do with the versions of a function. */
export function checkFunctionRollout(rollout: RolloutSpec): void {
  if (rollout.kind === 'rolling') {
    throw new InferenceError(
      'RolloutUnsuitable',
      'rollout (rolling): a function has no instances to replace in batches. choose a canary or a linear rollout',
    );
  }
  if (rollout.kind === 'blue-green') {
    throw new InferenceError(
      'RolloutUnsuitable',
      'rollout (blue-green): a function has no second fleet to keep. choose a canary, a linear or an all-at-once rollout',
    );
  }
  if (rollout.kind !== 'all-at-once' && rollout.terminationWaitMinutes !== undefined) {
    throw new InferenceError(
      'TerminationWaitUnsuitable',
      `termination wait (of a ${rollout.kind} rollout): a function has no old fleet that is terminated. leave it out`,
    );
  }
  const minutes = functionMinutes(rollout);
  if (minutes > CODEDEPLOY.MAX_MINUTES) {
    throw new InferenceError(
      'RolloutTooLong',
      `${rollout.kind} rollout (${minutes} minutes from the first shift to the last): at most ${CODEDEPLOY.MAX_MINUTES} minutes on CodeDeploy. ` +
        'choose larger steps or a shorter bake',
    );
  }
}
