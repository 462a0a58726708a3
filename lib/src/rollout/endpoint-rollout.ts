import { InferenceError } from '../errors';
import { executionSeconds, MAX_EXECUTION_SECONDS } from './guardrails';
import type { RolloutSpec } from './rollout';
import { PERCENT_CODE } from './rollout';

interface EndpointRollout {
  readonly rollout: RolloutSpec;
  /** Undefined where it is not known. */
  readonly instanceCount?: number;
  /** How long the engine waits for a deployment, where it does not wait as long as SageMaker may take. */
  readonly longestDeploymentSeconds?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** SageMaker: shares of the capacity that one step may take, in percent. */
const STEP_PERCENT: Readonly<Partial<Record<RolloutSpec['kind'], readonly [least: number, most: number]>>> = {
  canary: [1, 50],
  linear: [10, 50],
  rolling: [5, 50],
};
/** SageMaker waits at most an hour after a shift, and as long before it ends the old fleet. */
const MAX_WAIT_MINUTES = 60;

/** Refuses what SageMaker cannot do with the fleet of an endpoint, or what would take too long. */
export function checkEndpointRollout({ rollout, instanceCount, isUnresolved, ...spec }: EndpointRollout): void {
  if (rollout.bakeMinutes > MAX_WAIT_MINUTES) {
    throw new InferenceError(
      'BakeOutOfRange',
      `bake (${rollout.bakeMinutes} minutes): at most ${MAX_WAIT_MINUTES} minutes on SageMaker. choose a shorter bake`,
    );
  }
  checkTerminationWait(rollout, isUnresolved);
  if ('percent' in rollout && !isUnresolved(rollout.percent)) checkStep(rollout, rollout.percent);
  checkRollbackBatch(rollout, isUnresolved);
  checkDuration(rollout, isUnresolved(instanceCount) ? undefined : instanceCount, spec.longestDeploymentSeconds);
  if ('percent' in rollout && instanceCount === 1) {
    throw new InferenceError(
      rollout.kind === 'canary' ? 'CanaryNeedsInstances' : 'RolloutNeedsInstances',
      `instance count (1): a ${rollout.kind} ${rollout.kind === 'canary' ? '' : 'rollout '}needs at least 2 instances. set two or more, or choose an all-at-once rollout`,
    );
  }
}

function checkStep({ kind }: RolloutSpec, percent: number): void {
  const [least, most] = STEP_PERCENT[kind] ?? [1, 100];
  if (percent > most) {
    const remedy = kind === 'canary' ? 'a smaller canary' : 'smaller steps';
    throw new InferenceError(
      PERCENT_CODE[kind],
      `${kind} percent (${percent}): at most ${most} percent of the capacity on SageMaker. choose ${remedy}`,
    );
  }
  if (percent < least) {
    throw new InferenceError(
      PERCENT_CODE[kind],
      `${kind} percent (${percent}): at least ${least} percent of the capacity on SageMaker. choose larger steps`,
    );
  }
}

function checkTerminationWait(rollout: RolloutSpec, isUnresolved: (value: unknown) => boolean): void {
  const minutes = 'terminationWaitMinutes' in rollout ? rollout.terminationWaitMinutes : undefined;
  if (minutes === undefined) return;
  if (isUnresolved(minutes)) {
    throw new InferenceError(
      'TerminationWaitUnknown',
      'termination wait (a token): must be known at synth, because the timeout of the deployment is computed from it. pass a literal duration',
    );
  }
  if (minutes >= 0 && minutes <= MAX_WAIT_MINUTES && Number.isInteger(minutes)) return;
  throw new InferenceError(
    'TerminationWaitOutOfRange',
    `termination wait (${minutes} minutes): whole minutes from 0 to ${MAX_WAIT_MINUTES}. choose a wait in that range`,
  );
}

function checkRollbackBatch(rollout: RolloutSpec, isUnresolved: (value: unknown) => boolean): void {
  const percent = rollout.kind === 'rolling' ? rollout.rollbackPercent : undefined;
  if (percent === undefined || isUnresolved(percent)) return;
  if (Number.isInteger(percent) && percent >= 1 && percent <= 100) return;
  throw new InferenceError(
    'RollbackPercentOutOfRange',
    `rollback percent (${percent}): a whole number from 1 to 100. choose a share in that range`,
  );
}

function checkDuration(rollout: RolloutSpec, units: number | undefined, longest = MAX_EXECUTION_SECONDS): void {
  const seconds = executionSeconds(rollout, units);
  if (seconds <= longest) return;
  const limit = longest === MAX_EXECUTION_SECONDS ? 'which SageMaker allows' : 'for which the provider waits';
  const remedy =
    'percent' in rollout && rollout.kind !== 'canary' ? 'larger steps or a shorter bake' : 'a shorter bake';
  throw new InferenceError(
    'DeploymentTooLong',
    `deployment (${seconds} s with a bake of ${rollout.bakeMinutes} minutes): at most ${longest} s, ${limit}. choose ${remedy}`,
  );
}
