import type { BasicStepScalingPolicyProps } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { decideRequestTracking } from '@inference-constructs/core/out/scaling/tracking';
import { injected } from '../injected';
import { RenderedScaling } from '../render/scaling';
import type { ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import { stepsSpec } from './steps';
import type { TrackConcurrencyProps, TrackInvocationsProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableCopyCount`. */
export interface ScalableCopyCountProps extends ScalingBounds {
  /**
   * Name of the inference component. CloudFormation has no reference to the name of one, so let this construct depend on a
   * component of the same stack: the target must wait for it. `InferenceComponent.autoScaleCopyCount` does.
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
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.ScalableCopyCount';

  /** @internal */
  protected readonly _rendered: RenderedScaling;

  constructor(scope: Construct, id: string, props: ScalableCopyCountProps) {
    super(scope, id);
    props = injected(this, ScalableCopyCount.PROPERTY_INJECTION_ID, props);
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
  public scaleOnMetric(id: string, props: BasicStepScalingPolicyProps): void {
    const steps = at(this.node.path, () => stepsSpec(props));
    this._add((spec) => decideSteps(spec, id, steps));
  }
}
