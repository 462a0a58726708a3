import type { Duration } from 'aws-cdk-lib/core';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import {
  DEFAULT_ROLLING,
  DEFAULT_ROLLOUT,
  DEFAULT_TERMINATION_WAIT_MINUTES,
} from '@inference-constructs/core/out/rollout/rollout';
import { inMinutes } from '../units';

/** How a canary rollout moves traffic to a new release. */
export interface CanaryOptions {
  /**
   * Share of the traffic that the new release gets first, in percent: a whole number from 1 to 99, at most 50 on an
   * `InferenceEndpoint`, else `CanaryPercentOutOfRange`.
   */
  readonly percent: number;

  /**
   * How long traffic rests on that share while the rollback alarms watch: whole minutes, at least 3, at most 2880 on an
   * `OnnxFunction` and 60 on an `InferenceEndpoint`.
   * Must be known at synth, because the alarms' periods follow from it. An endpoint bakes as long once more on all of the
   * traffic.
   */
  readonly bake: Duration;

  /**
   * How long an `InferenceEndpoint` keeps its old fleet after the last bake: whole minutes, at most 60, else
   * `TerminationWaitOutOfRange`. An `OnnxFunction` has no old fleet: `TerminationWaitUnsuitable`.
   *
   * @default - not at all
   */
  readonly terminationWait?: Duration;
}

/** How a linear rollout moves traffic to a new release. */
export interface LinearOptions {
  /**
   * Share of the traffic that every step adds, in percent: a whole number from 1 to 99, from 10 to 50 on an
   * `InferenceEndpoint`, else `LinearPercentOutOfRange`. Must be known at synth, else `PercentUnknown`.
   */
  readonly percent: number;

  /**
   * How long traffic rests on every step while the rollback alarms watch: whole minutes, at least 3, at most 2880 on an
   * `OnnxFunction` and 60 on an `InferenceEndpoint`;
   * all steps together at most 2880 minutes on a function, else `RolloutTooLong`. Must be known at synth, because the
   * alarms' periods follow from it.
   */
  readonly bake: Duration;

  /**
   * How long an `InferenceEndpoint` keeps its old fleet after the last bake: whole minutes, at most 60, else
   * `TerminationWaitOutOfRange`. An `OnnxFunction` has no old fleet: `TerminationWaitUnsuitable`.
   *
   * @default - not at all
   */
  readonly terminationWait?: Duration;
}

/** How an all-at-once rollout moves traffic to a new release. */
export interface AllAtOnceOptions {
  /**
   * How long the rollback alarms look back: whole minutes, at least 3, at most 60 on an `InferenceEndpoint`, which
   * also watches for that long after the shift. CodeDeploy, which moves the traffic of an `OnnxFunction`, does not wait
   * after its last shift.
   *
   * @default Duration.minutes(15)
   */
  readonly bake?: Duration;
}

/** How a blue/green rollout moves the traffic of an endpoint to a second fleet. */
export interface BlueGreenOptions {
  /**
   * How long the rollback alarms watch the new fleet with all of the traffic: whole minutes from 3 to 60.
   *
   * @default Duration.minutes(15)
   */
  readonly bake?: Duration;

  /**
   * How long the old fleet is kept after the bake: whole minutes, at most 60, else `TerminationWaitOutOfRange`.
   *
   * @default Duration.minutes(15)
   */
  readonly terminationWait?: Duration;
}

/** How a rolling rollout replaces the instances of an endpoint. */
export interface RollingOptions {
  /**
   * Share of the instances that a batch replaces, in percent: a whole number from 5 to 50, else
   * `RollingPercentOutOfRange`. Must be known at synth, else `PercentUnknown`.
   *
   * @default 50
   */
  readonly percent?: number;

  /**
   * How long a batch serves before the next one starts, while the rollback alarms watch: whole minutes from 3 to 60.
   *
   * @default Duration.minutes(5)
   */
  readonly bake?: Duration;

  /**
   * Share of the instances that a batch of a rollback replaces, in percent: a whole number from 1 to 100, else
   * `RollbackPercentOutOfRange`.
   *
   * @default 100
   */
  readonly rollbackPercent?: number;
}

/**
 * How traffic moves from the old release to a new one. Rollback alarms watch the new release only; if one goes off, all
 * traffic returns to the old release.
 *
 * What is out of range, or does not fit, fails the construct it is given to: a rolling or blue/green rollout on a function
 * with `RolloutUnsuitable`, shares of an endpoint with one instance with `CanaryNeedsInstances` or
 * `RolloutNeedsInstances`, a deployment that SageMaker would not wait for with `DeploymentTooLong`, a bake with `BakeOutOfRange`
 * or, for a token, `BakeUnknown`.
 */
export class Rollout {
  /** Ten percent of the traffic for 5 minutes, then the rest. */
  public static readonly CANARY_10_PERCENT_5_MINUTES = new Rollout({ kind: 'canary', percent: 10, bakeMinutes: 5 });

  /** Ten percent of the traffic for 10 minutes, then the rest. */
  public static readonly CANARY_10_PERCENT_10_MINUTES = new Rollout({ kind: 'canary', percent: 10, bakeMinutes: 10 });

  /** Ten percent of the traffic for 15 minutes, then the rest. */
  public static readonly CANARY_10_PERCENT_15_MINUTES = new Rollout({ kind: 'canary', percent: 10, bakeMinutes: 15 });

  /** Ten percent of the traffic for 30 minutes, then the rest. */
  public static readonly CANARY_10_PERCENT_30_MINUTES = new Rollout({ kind: 'canary', percent: 10, bakeMinutes: 30 });

  /** Another ten percent of the traffic every 10 minutes. An endpoint takes 130 minutes for it. */
  public static readonly LINEAR_10_PERCENT_EVERY_10_MINUTES = new Rollout({
    kind: 'linear',
    percent: 10,
    bakeMinutes: 10,
  });

  /** Another quarter of the traffic every 5 minutes. */
  public static readonly LINEAR_25_PERCENT_EVERY_5_MINUTES = new Rollout({
    kind: 'linear',
    percent: 25,
    bakeMinutes: 5,
  });

  /** All traffic in one step; an endpoint bakes for 15 minutes after it. */
  public static readonly ALL_AT_ONCE = new Rollout({ kind: 'all-at-once', bakeMinutes: DEFAULT_ROLLOUT.bakeMinutes });

  /** Endpoints only: half of the instances at a time, with a bake of 5 minutes. */
  public static readonly ROLLING_50_PERCENT = new Rollout(DEFAULT_ROLLING);

  /** A share of the traffic first; the rest after the bake. */
  public static canary(options: CanaryOptions): Rollout {
    const { percent, bake } = options;
    return new Rollout({
      kind: 'canary',
      percent,
      bakeMinutes: inMinutes(bake),
      terminationWaitMinutes: optionalMinutes(options.terminationWait),
    });
  }

  /** The same share of the traffic step by step, with a bake after each. */
  public static linear(options: LinearOptions): Rollout {
    const { percent, bake } = options;
    return new Rollout({
      kind: 'linear',
      percent,
      bakeMinutes: inMinutes(bake),
      terminationWaitMinutes: optionalMinutes(options.terminationWait),
    });
  }

  /** All traffic in one step. */
  public static allAtOnce(options: AllAtOnceOptions = {}): Rollout {
    const bakeMinutes = optionalMinutes(options.bake) ?? DEFAULT_ROLLOUT.bakeMinutes;
    return new Rollout({ kind: 'all-at-once', bakeMinutes });
  }

  /** Endpoints only: all traffic in one step to a second fleet; the first one is kept for a while after the bake. */
  public static blueGreen(options: BlueGreenOptions = {}): Rollout {
    return new Rollout({
      kind: 'blue-green',
      bakeMinutes: optionalMinutes(options.bake) ?? DEFAULT_ROLLOUT.bakeMinutes,
      terminationWaitMinutes: optionalMinutes(options.terminationWait) ?? DEFAULT_TERMINATION_WAIT_MINUTES,
    });
  }

  /**
   * Endpoints only: the instances are replaced batch by batch, so that no second fleet is paid for. Not for an endpoint of
   * several variants or a serverless one, where SageMaker ignores it.
   */
  public static rolling(options: RollingOptions = {}): Rollout {
    return new Rollout({
      kind: 'rolling',
      percent: options.percent ?? DEFAULT_ROLLING.percent,
      bakeMinutes: optionalMinutes(options.bake) ?? DEFAULT_ROLLING.bakeMinutes,
      rollbackPercent: options.rollbackPercent,
    });
  }

  /** @internal */
  public readonly _spec: RolloutSpec;

  private constructor(spec: RolloutSpec) {
    this._spec = spec;
  }
}

function optionalMinutes(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : inMinutes(duration);
}
