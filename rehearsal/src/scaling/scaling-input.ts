import type { StepScaling } from '@inference-constructs/core/out/scaling/step-scaling';
import type { AlarmDefinition } from '../alarms/alarm-definition';
import type { AlarmQueries } from '../alarms/alarm-queries';
import type { Schedule } from './schedule/schedule';

/** What scales one thing, and how: what the simulator plays. */
export interface ScalingInput {
  readonly target: ScalableTarget;
  readonly policies: readonly ScalingPolicy[];
  readonly scheduledActions: readonly ScheduledAction[];
}

export interface ScalableTarget {
  /** Construct path. */
  readonly path: string;
  /** `sagemaker:variant:DesiredInstanceCount`, … */
  readonly dimension: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** Before any scaling. */
  readonly initialCapacity: number;
}

export type ScalingPolicy = TrackingPolicy | StepPolicy;

export interface TrackingPolicy {
  readonly kind: 'target-tracking';
  /** Construct path. */
  readonly path: string;
  readonly queries: AlarmQueries;
  readonly targetValue: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  readonly disableScaleIn: boolean;
}

/** A step scaling policy, and the alarm that calls it. */
export interface StepPolicy {
  readonly kind: 'step-scaling';
  readonly path: string;
  readonly alarm: AlarmDefinition;
  readonly scaling: StepScaling;
  readonly cooldownSeconds: number;
}

export interface ScheduledAction {
  readonly name: string;
  readonly schedule: Schedule;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

/** What a unit of capacity (an instance, a copy, a concurrent execution) can do, and what AWS does not publish of it. */
export interface ServiceModel {
  /** How long one request occupies a unit. Needed where a policy tracks concurrency. */
  readonly serviceSeconds?: number;
  /** What one unit can answer. Needed for utilization and backlogs, and to say which minutes had too little. */
  readonly requestsPerMinute?: number;
  /** Processors or GPUs of an instance: CPUUtilization and GPUUtilization are the sum over them. Default: 1. */
  readonly devices?: number;
  /** Requests wait in a queue until there is capacity. Default: false. */
  readonly isAsynchronous?: boolean;
  /** From the decision until added capacity serves. Default: 300 s. */
  readonly provisioningSeconds?: number;
  readonly pricePerUnitHour?: number;
}

export interface SimulationOptions {
  readonly service?: ServiceModel;
  /** When the trace begins, for schedules. Default: a Monday at midnight, UTC. */
  readonly startsAt?: Date;
  /** How much a policy removes at once: as much as the metric says, or one unit. Default: proportional. */
  readonly scaleIn?: 'proportional' | 'one-step';
  /** Whether metrics of requests are published as 0 where there are none. SageMaker does not. Default: false. */
  readonly publishesZero?: boolean;
  /** From the end of a period until its datapoint can be seen, in periods. Default: 1. */
  readonly lagPeriods?: number;
}
