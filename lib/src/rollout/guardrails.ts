import { longestStartSeconds } from '../catalog/starting';
import type { Properties } from '../plan/plan';
import type { RolloutSpec } from './rollout';
import { endpointShares } from './shares';
import { trafficShares } from './traffic-shares';

/** SageMaker: a deployment takes at least 10 minutes. */
const MIN_EXECUTION_SECONDS = 600;
/** SageMaker: and at most 8 hours. */
export const MAX_EXECUTION_SECONDS = 28_800;

/**
 * How long a deployment may take: more than all of its waits, by what it takes to start the instances.
 * @param units instances or copies of which batches are made, where that is known: a batch may be rounded down, so that there are more
 */
export function executionSeconds(rollout: RolloutSpec, units?: number): number {
  return secondsOf(rollout, Math.max(endpointShares(rollout).length, wholeBatches(rollout, units)));
}

function secondsOf(rollout: RolloutSpec, steps: number, startSeconds = 0): number {
  const wait = terminationWaitMinutes(rollout) + steps * rollout.bakeMinutes;
  const starting = longestStartSeconds(rollout.kind === 'rolling' ? steps : 1, startSeconds);
  return Math.max(MIN_EXECUTION_SECONDS, starting + wait * 60);
}

function wholeBatches(rollout: RolloutSpec, units: number | undefined): number {
  if (rollout.kind !== 'rolling' || units === undefined) return 0;
  const size = { unit: 'percent', value: rollout.percent } as const;
  return trafficShares({ strategy: 'rolling', size }, [{ weight: 1, instances: units }]).length;
}

/**
 * Most batches that a fleet of any size is replaced in: of so many instances that a batch is just not two. A larger fleet has
 * larger batches.
 */
export function mostBatches(percent: number): number {
  return Math.ceil(200 / percent) - 1;
}

/** How long a rolling deployment may take whatever the size of the fleet, which scaling changes after synth. */
function longestSeconds(rollout: Rolling, limit: number, startSeconds: number): number {
  const steps = Math.max(endpointShares(rollout).length, mostBatches(rollout.percent));
  return Math.min(limit, secondsOf(rollout, steps, startSeconds));
}

/**
 * Deployment guardrails of an endpoint: a bake after every shift, and rollback on the alarms.
 * @param limit seconds that a deployment may take at most, where the engine does not wait as long as SageMaker
 * @param startSeconds how long one start may take by its own timeouts, where it has some
 */
export function guardrails(
  rollout: RolloutSpec,
  alarmNames: readonly string[],
  limit: number = MAX_EXECUTION_SECONDS,
  startSeconds = 0,
): Properties {
  return {
    ...(rollout.kind === 'rolling'
      ? { RollingUpdatePolicy: rollingPolicy(rollout, limit, startSeconds) }
      : { BlueGreenUpdatePolicy: blueGreenPolicy(rollout, limit, startSeconds) }),
    AutoRollbackConfiguration: { Alarms: alarmNames.map((AlarmName) => ({ AlarmName })) },
  };
}

type Rolling = Extract<RolloutSpec, { kind: 'rolling' }>;

function blueGreenPolicy(rollout: Exclude<RolloutSpec, Rolling>, limit: number, startSeconds: number): Properties {
  return {
    TrafficRoutingConfiguration: {
      WaitIntervalInSeconds: rollout.bakeMinutes * 60,
      ...routing(rollout),
    },
    TerminationWaitInSeconds: terminationWaitMinutes(rollout) * 60,
    // Without timeouts of their own it was checked that the engine waits for it.
    MaximumExecutionTimeoutInSeconds: Math.max(
      executionSeconds(rollout),
      Math.min(limit, secondsOf(rollout, endpointShares(rollout).length, startSeconds)),
    ),
  };
}

function routing(rollout: Exclude<RolloutSpec, Rolling>): Properties {
  switch (rollout.kind) {
    case 'canary':
      return { Type: 'CANARY', CanarySize: capacity(rollout.percent) };
    case 'linear':
      return { Type: 'LINEAR', LinearStepSize: capacity(rollout.percent) };
    default:
      return { Type: 'ALL_AT_ONCE' };
  }
}

function rollingPolicy(rollout: Rolling, limit: number, startSeconds: number): Properties {
  return {
    MaximumBatchSize: capacity(rollout.percent),
    WaitIntervalInSeconds: rollout.bakeMinutes * 60,
    ...(rollout.rollbackPercent === undefined ? {} : { RollbackMaximumBatchSize: capacity(rollout.rollbackPercent) }),
    MaximumExecutionTimeoutInSeconds: longestSeconds(rollout, limit, startSeconds),
  };
}

function capacity(percent: number): Properties {
  return { Type: 'CAPACITY_PERCENT', Value: percent };
}

function terminationWaitMinutes(rollout: RolloutSpec): number {
  return 'terminationWaitMinutes' in rollout ? (rollout.terminationWaitMinutes ?? 0) : 0;
}
