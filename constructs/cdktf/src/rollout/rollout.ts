import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { DEFAULT_ROLLOUT } from '@inference-constructs/core/out/rollout/rollout';

/** How a canary rollout moves traffic to a new release. */
export interface CanaryOptions {
  /**
   * Share of the traffic that the new release gets first, in percent: a whole number from 1 to 99, at most 50 on an
   * `InferenceEndpoint`.
   */
  readonly percent: number;

  /**
   * How long traffic rests on that share while the rollback alarms watch: whole minutes, at least 3, at most 2880 on an
   * `OnnxFunction` and 15 on an `InferenceEndpoint`, for whose deployment the provider waits an hour. Must be known at
   * synth, because the alarms' periods follow from it.
   */
  readonly bakeMinutes: number;
}

/** How an all-at-once rollout moves traffic to a new release. */
export interface AllAtOnceOptions {
  /**
   * How long the rollback alarms look back: whole minutes, at least 3, at most 30 on an `InferenceEndpoint`, which also
   * watches for that long after the shift. CodeDeploy, which moves the traffic of an `OnnxFunction`, does not wait after its last
   * shift.
   *
   * @default 15
   */
  readonly bakeMinutes?: number;
}

/**
 * How traffic moves from the old release to a new one. Rollback alarms watch the new release only; if one goes off, all
 * traffic returns to the old release.
 *
 * A share or a bake out of range fails the construct it is given to, with `CanaryPercentOutOfRange`, `BakeOutOfRange`,
 * `DeploymentTooLong` or, for a token, `BakeUnknown`.
 */
export class Rollout {
  /** A share of the traffic first; the rest after the bake. */
  public static canary(options: CanaryOptions): Rollout {
    return new Rollout({ kind: 'canary', percent: options.percent, bakeMinutes: options.bakeMinutes });
  }

  /** All traffic in one step. */
  public static allAtOnce(options: AllAtOnceOptions = {}): Rollout {
    return new Rollout({ kind: 'all-at-once', bakeMinutes: options.bakeMinutes ?? DEFAULT_ROLLOUT.bakeMinutes });
  }

  /** @internal */
  public readonly _spec: RolloutSpec;

  private constructor(spec: RolloutSpec) {
    this._spec = spec;
  }
}
