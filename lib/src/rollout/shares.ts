import type { RolloutSpec } from './rollout';

/** Shares of the new fleet that its alarms watch, one after the other: SageMaker bakes after every shift. */
export function endpointShares(rollout: RolloutSpec): number[] {
  switch (rollout.kind) {
    case 'canary':
      return [rollout.percent, 100];
    case 'linear':
    case 'rolling':
      return [...multiples(rollout.percent), 100];
    default:
      return [100];
  }
}

/** The same of a function's version: CodeDeploy does not bake after its last shift. */
export function functionShares(rollout: RolloutSpec): number[] {
  switch (rollout.kind) {
    case 'canary':
      return [rollout.percent];
    case 'linear':
      return multiples(rollout.percent);
    default:
      return [];
  }
}

/** Minutes from the first shift to the last on CodeDeploy. */
export function functionMinutes(rollout: RolloutSpec): number {
  return functionShares(rollout).length * rollout.bakeMinutes;
}

function multiples(percent: number): number[] {
  return Array.from({ length: Math.ceil(100 / percent) - 1 }, (_, step) => (step + 1) * percent);
}
