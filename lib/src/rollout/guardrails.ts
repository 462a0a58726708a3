import type { Properties } from '../plan/plan';
import type { RolloutSpec } from './rollout';

/** SageMaker: the canary takes at most half of the fleet. */
export const MAX_CANARY_CAPACITY_PERCENT = 50;
/** SageMaker: a deployment takes at least 10 minutes. Two bakes of an hour stay below its 8 hours, and the provider's 4. */
const MIN_EXECUTION_SECONDS = 600;
/** Time to start a fleet: instances, image, model, health check. */
export const PROVISIONING_SECONDS = 1800;

/** How long a deployment may take: a fleet to start, and a bake after every shift. */
export function executionSeconds(rollout: RolloutSpec): number {
  const shifts = rollout.kind === 'canary' ? 2 : 1;
  return Math.max(MIN_EXECUTION_SECONDS, PROVISIONING_SECONDS + shifts * rollout.bakeMinutes * 60);
}

/** Deployment guardrails of an endpoint: blue/green with a bake after every shift, and rollback on the alarms. */
export function guardrails(rollout: RolloutSpec, alarmNames: readonly string[]): Properties {
  const wait = rollout.bakeMinutes * 60;
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: rollout.kind === 'canary' ? 'CANARY' : 'ALL_AT_ONCE',
        WaitIntervalInSeconds: wait,
        ...(rollout.kind === 'canary' ? { CanarySize: { Type: 'CAPACITY_PERCENT', Value: rollout.percent } } : {}),
      },
      TerminationWaitInSeconds: 0,
      MaximumExecutionTimeoutInSeconds: executionSeconds(rollout),
    },
    AutoRollbackConfiguration: { Alarms: alarmNames.map((AlarmName) => ({ AlarmName })) },
  };
}
