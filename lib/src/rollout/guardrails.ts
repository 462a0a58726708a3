import type { Properties } from '../plan/plan';
import type { RolloutSpec } from './rollout';

/** SageMaker: the canary takes at most half of the fleet. */
export const MAX_CANARY_CAPACITY_PERCENT = 50;
/** SageMaker: a deployment may take from 10 minutes to 8 hours; the Terraform provider stops at 4. */
const MIN_EXECUTION_SECONDS = 600;
export const MAX_EXECUTION_SECONDS = 14_400;
/** Time to start a fleet: instances, image, model, health check. */
const PROVISIONING_SECONDS = 1800;

/** Deployment guardrails of an endpoint: blue/green with a bake after every shift, and rollback on the alarms. */
export function guardrails(rollout: RolloutSpec, alarmNames: readonly string[]): Properties {
  const wait = rollout.bakeMinutes * 60;
  const shifts = rollout.kind === 'canary' ? 2 : 1;
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: rollout.kind === 'canary' ? 'CANARY' : 'ALL_AT_ONCE',
        WaitIntervalInSeconds: wait,
        ...(rollout.kind === 'canary' ? { CanarySize: { Type: 'CAPACITY_PERCENT', Value: rollout.percent } } : {}),
      },
      TerminationWaitInSeconds: 0,
      MaximumExecutionTimeoutInSeconds: Math.max(MIN_EXECUTION_SECONDS, PROVISIONING_SECONDS + shifts * wait),
    },
    AutoRollbackConfiguration: { Alarms: alarmNames.map((AlarmName) => ({ AlarmName })) },
  };
}
