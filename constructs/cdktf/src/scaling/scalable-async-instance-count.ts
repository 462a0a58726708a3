import type { Construct } from 'constructs';
import { decideBacklogTracking } from '@inference-constructs/core/out/scaling/backlog';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { RenderedScaling } from '../render/scaling';
import type { ScaledEndpointOptions, ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import { ScaledEndpoint } from './scaled-endpoint';
import type { StepScalingProps } from './step-props';
import { stepsSpec } from './step-props';
import type { TrackBacklogProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableAsyncInstanceCount`. */
export interface ScalableAsyncInstanceCountProps extends ScalingBounds, ScaledEndpointOptions {
  /**
   * Number of instances that the variant is declared with: between the bounds, else `InitialCapacityOutOfRange`.
   *
   * @default - unknown, and not checked
   */
  readonly instanceCount?: number;
}

/**
 * The instances of an asynchronous endpoint. With a minimum of 0 it scales to none when its queue is empty, and an alarm
 * on `HasBacklogWithoutCapacity` starts the first instance for a request that waits: that takes two minutes and the time
 * that an instance takes to start.
 *
 * There is no scaling on invocations: SageMaker does not publish them of an asynchronous endpoint.
 */
export class ScalableAsyncInstanceCount extends ScalableCapacity {
  /** @internal */
  protected readonly _rendered: RenderedScaling;

  constructor(scope: Construct, id: string, props: ScalableAsyncInstanceCountProps) {
    super(scope, id);
    const { instanceCount, maxCapacity } = props;
    const endpoint = new ScaledEndpoint(this, props);
    this._rendered = new RenderedScaling(
      this,
      {
        scaled: {
          kind: 'asynchronous-instances',
          endpointName: endpoint.endpointName,
          variantName: endpoint.variantName,
        },
        minCapacity: props.minCapacity ?? instanceCount ?? DEFAULT_MIN_CAPACITY,
        maxCapacity,
        initialCapacity: instanceCount,
      },
      () => endpoint.beside(),
    );
    endpoint.join(this._rendered);
  }

  /** Keeps the requests that wait for each instance at a target. */
  public scaleOnBacklog(id: string, props: TrackBacklogProps = {}): void {
    this._add((spec) => decideBacklogTracking(spec, id, props.targetBacklogPerInstance, trackingOptions(props)));
  }

  /**
   * Adds and removes instances in steps. The steps must leave exactly one range of the metric free, else
   * `ScalingStepsInvalid`: each side of it becomes an alarm and a policy.
   */
  public scaleOnMetric(id: string, props: StepScalingProps): void {
    this._add((spec) => decideSteps(spec, id, stepsSpec(props)));
  }
}
