import type { Construct } from 'constructs';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { decideRequestTracking } from '@inference-constructs/core/out/scaling/tracking';
import { RenderedScaling } from '../render/scaling';
import type { ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import type { StepScalingProps } from './step-props';
import { stepsSpec } from './step-props';
import type { TrackConcurrencyProps, TrackInvocationsProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableCopyCount`. */
export interface ScalableCopyCountProps extends ScalingBounds {
  /**
   * Name of the inference component. The provider has no resource for one: it must be there before the target, which
   * can be made to wait with `dependsOn`.
   */
  readonly inferenceComponentName: string;

  /**
   * Number of copies that the component is declared with: between the bounds, else `InitialCapacityOutOfRange`.
   *
   * @default - unknown, and not checked
   */
  readonly copyCount?: number;

  /**
   * Requests per minute over all copies. With it, synth says how many copies a policy on invocations will ask for, and
   * how long a sudden growth is not served.
   *
   * @default - unknown, and nothing is said
   */
  readonly expectedRequestsPerMinute?: number;
}

/**
 * The copies of an inference component. With a minimum of 0 it scales to none, and an alarm on
 * `NoCapacityInvocationFailures` starts the first copy; requests fail until it serves. The instances below go to none
 * only where the variant's `managedInstanceScaling` has a minimum of 0.
 */
export class ScalableCopyCount extends ScalableCapacity {
  /** @internal */
  protected readonly _rendered: RenderedScaling;

  constructor(scope: Construct, id: string, props: ScalableCopyCountProps) {
    super(scope, id);
    const { inferenceComponentName, copyCount, maxCapacity } = props;
    this._rendered = new RenderedScaling(this, {
      scaled: { kind: 'copies', inferenceComponentName },
      minCapacity: props.minCapacity ?? copyCount ?? DEFAULT_MIN_CAPACITY,
      maxCapacity,
      initialCapacity: copyCount,
      expectedRequestsPerMinute: props.expectedRequestsPerMinute,
    });
  }

  /** Keeps the requests per minute of each copy at a target. */
  public scaleOnInvocations(id: string, props: TrackInvocationsProps): void {
    this._add((spec) =>
      decideRequestTracking(spec, id, 'invocations', props.targetInvocationsPerMinute, trackingOptions(props)),
    );
  }

  /**
   * Keeps the simultaneous requests of each copy at a target. The metric has a datapoint every 10 seconds, so that
   * copies are added within a minute of the load rather than four.
   */
  public scaleOnConcurrency(id: string, props: TrackConcurrencyProps): void {
    this._add((spec) =>
      decideRequestTracking(spec, id, 'concurrency', props.targetConcurrency, trackingOptions(props)),
    );
  }

  /**
   * Adds and removes copies in steps. The steps must leave exactly one range of the metric free, else
   * `ScalingStepsInvalid`: each side of it becomes an alarm and a policy.
   */
  public scaleOnMetric(id: string, props: StepScalingProps): void {
    this._add((spec) => decideSteps(spec, id, stepsSpec(props)));
  }
}
