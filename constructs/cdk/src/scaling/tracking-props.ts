import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { TrackingOptions } from '@inference-constructs/core/out/scaling/tracking';
import { inSeconds } from '../units';

/** How a policy that keeps a metric at a target adds and removes capacity. */
export interface TrackingProps {
  /**
   * Time after capacity was removed until more of it is, in whole seconds, else `CooldownOutOfRange`. Adding capacity
   * ends it.
   *
   * @default - Duration.minutes(5), and none for provisioned concurrency
   */
  readonly scaleInCooldown?: Duration;

  /**
   * Time after capacity was added until as much is added again, in whole seconds, else `CooldownOutOfRange`. More than
   * was added last is added at once.
   *
   * @default - Duration.minutes(5), and none for provisioned concurrency
   */
  readonly scaleOutCooldown?: Duration;

  /**
   * Whether the policy only adds, and leaves it to others to remove.
   *
   * @default false
   */
  readonly disableScaleIn?: boolean;
}

/** A metric to keep at a target. */
export interface TrackCustomMetricProps extends TrackingProps {
  /**
   * One that falls when capacity is added, read by the minute whatever its period: a metric, or a math expression over
   * at most 10 metrics, else `MetricCountOutOfRange`. An expression within an expression fails with `ExpressionNested`.
   */
  readonly metric: IMetric;

  /** The value to keep it at, in its own unit: more than 0, else `TargetOutOfRange`. */
  readonly targetValue: number;
}

/** A number of requests to keep each unit at. */
export interface TrackInvocationsProps extends TrackingProps {
  /**
   * Requests per minute that each instance or copy should get: more than 0, else `TargetOutOfRange`.
   *
   * @default - half of what `bench.json` of the model package has for a minute, and less in proportion where an instance has
   * fewer processors than the machine it was measured on; of copies, of instances with GPUs and of what was not measured
   * it fails with `TargetMissing`
   */
  readonly targetInvocationsPerMinute?: number;
}

/** A number of simultaneous requests to keep each unit at. */
export interface TrackConcurrencyProps extends TrackingProps {
  /**
   * Requests that each instance or copy should be working on or have waiting at a time: more than 0, else
   * `TargetOutOfRange`.
   *
   * @default - half of the requests at once with which `bench.json` of the model package has the most answers, at least 1,
   * and less in proportion where an instance has fewer processors than the machine it was measured on; of copies, of
   * instances with GPUs and of what was not measured it fails with `TargetMissing`
   */
  readonly targetConcurrency?: number;
}

/** A share to keep in use. */
export interface TrackUtilizationProps extends TrackingProps {
  /** Share to keep in use, in percent: more than 0 and at most 100, else `TargetOutOfRange`. */
  readonly targetUtilizationPercent: number;
}

/** A share of each processor or GPU to keep in use. */
export interface TrackDeviceUtilizationProps extends TrackUtilizationProps {
  /**
   * Processors or GPUs of an instance, by which the target is multiplied: SageMaker publishes the sum over them, so that
   * 4 GPUs in full use are 400 %. At least 1, else `DevicesOutOfRange`.
   *
   * @default - what the instance type has; `DevicesUnknown` where it does not tell
   */
  readonly devicesPerInstance?: number;
}

/** A length of the queue to keep. */
export interface TrackBacklogProps extends TrackingProps {
  /**
   * Requests that may wait for each instance: more than 0, else `TargetOutOfRange`.
   *
   * @default 5
   */
  readonly targetBacklogPerInstance?: number;
}

export function trackingOptions(props: TrackingProps): TrackingOptions {
  return {
    scaleInCooldownSeconds: inSeconds('scale-in cooldown', props.scaleInCooldown),
    scaleOutCooldownSeconds: inSeconds('scale-out cooldown', props.scaleOutCooldown),
    disableScaleIn: props.disableScaleIn,
  };
}
