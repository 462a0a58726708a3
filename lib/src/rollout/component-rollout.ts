import { InferenceError } from '../errors';
import { checkEndpointRollout } from './endpoint-rollout';
import type { RolloutSpec } from './rollout';
import { checkRollout } from './rollout';

interface ComponentRollout {
  readonly rollout: RolloutSpec;
  readonly copyCount: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** Refuses what SageMaker cannot do with the copies of an inference component: it replaces them in batches. */
export function checkComponentRollout({ rollout, copyCount, isUnresolved }: ComponentRollout): void {
  if (rollout.kind !== 'rolling' && rollout.kind !== 'all-at-once') {
    throw new InferenceError(
      'RolloutUnsuitable',
      `rollout (${rollout.kind}): the copies of an inference component are replaced in batches. choose a rolling rollout, or all at once`,
    );
  }
  checkRollout(rollout, isUnresolved);
  if (rollout.kind === 'all-at-once') return;
  if (copyCount === 1) {
    throw new InferenceError(
      'RolloutNeedsCopies',
      'copy count (1): a rolling rollout needs at least 2 copies, because a batch is at most half of them. set two or more, or choose an all-at-once rollout',
    );
  }
  // Batches are of copies, as those of an endpoint are of instances.
  checkEndpointRollout({ rollout, instanceCount: copyCount, isUnresolved });
}

/** Copies are whole. How SageMaker rounds a share of a few is not documented. */
export function wholeCopyNotes({ rollout, copyCount, isUnresolved }: ComponentRollout): string[] {
  if (rollout.kind !== 'rolling' || isUnresolved(copyCount) || (rollout.percent * copyCount) / 100 >= 1) return [];
  return [
    `${rollout.percent} % of ${copyCount} copies is less than one: a batch may take a whole copy, which is ${Math.round(100 / copyCount)} % of the traffic`,
  ];
}
