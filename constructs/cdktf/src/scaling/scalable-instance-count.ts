import type { Construct } from 'constructs';
import type { BenchResult } from '@inference-constructs/core/out/model/bench';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { decideRequestTracking } from '@inference-constructs/core/out/scaling/tracking';
import type { Utilized } from '@inference-constructs/core/out/scaling/utilization';
import { decideUtilizationTracking } from '@inference-constructs/core/out/scaling/utilization';
import { RenderedScaling } from '../render/scaling';
import type { ScaledEndpointOptions, ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import { ScaledEndpoint } from './scaled-endpoint';
import type { StepScalingProps } from './step-props';
import { stepsSpec } from './step-props';
import type {
  TrackConcurrencyProps,
  TrackDeviceUtilizationProps,
  TrackInvocationsProps,
  TrackUtilizationProps,
} from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableInstanceCount`. */
export interface ScalableInstanceCountProps extends ScalingBounds, ScaledEndpointOptions {
  /**
   * SageMaker hosting instance type of the variant, for the number of its processors and GPUs.
   *
   * @default - unknown
   */
  readonly instanceType?: string;

  /**
   * Number of instances that the variant is declared with: between the bounds, else `InitialCapacityOutOfRange`.
   *
   * @default - unknown, and not checked
   */
  readonly instanceCount?: number;

  /**
   * Requests per minute over all instances. With it, synth says how many instances a policy on invocations will ask for,
   * and how long a sudden growth is not served.
   *
   * @default - unknown, and nothing is said
   */
  readonly expectedRequestsPerMinute?: number;
}

/**
 * The instances of one variant of a real-time endpoint, which Application Auto Scaling adds and removes.
 *
 * The provider cannot tell an endpoint to keep what was scaled when it is updated: a deployment sets the fleet back to the
 * count it is declared with, from which policies scale again. Declare what the peak needs.
 */
export class ScalableInstanceCount extends ScalableCapacity {
  /** @internal */
  protected readonly _rendered: RenderedScaling;
  private readonly instanceType?: string;

  constructor(scope: Construct, id: string, props: ScalableInstanceCountProps) {
    super(scope, id);
    const { instanceCount, maxCapacity } = props;
    const endpoint = new ScaledEndpoint(this, props);
    this.instanceType = props.instanceType;
    this._rendered = new RenderedScaling(
      this,
      {
        scaled: { kind: 'instances', endpointName: endpoint.endpointName, variantName: endpoint.variantName },
        minCapacity: props.minCapacity ?? instanceCount ?? DEFAULT_MIN_CAPACITY,
        maxCapacity,
        initialCapacity: instanceCount,
        instanceType: props.instanceType,
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
      },
      () => endpoint.beside(),
    );
    endpoint.join(this._rendered);
  }

  /** Keeps the requests per minute of each instance at a target. */
  public scaleOnInvocations(id: string, props: TrackInvocationsProps = {}): void {
    this._add((spec) =>
      decideRequestTracking(spec, id, 'invocations', props.targetInvocationsPerMinute, trackingOptions(props)),
    );
  }

  /**
   * Keeps the simultaneous requests of each instance at a target. The metric has a datapoint every 10 seconds, so that
   * capacity is added within a minute of the load rather than four.
   */
  public scaleOnConcurrency(id: string, props: TrackConcurrencyProps = {}): void {
    this._add((spec) =>
      decideRequestTracking(spec, id, 'concurrency', props.targetConcurrency, trackingOptions(props)),
    );
  }

  /** Keeps each processor in use for a share of the time. */
  public scaleOnCpuUtilization(id: string, props: TrackDeviceUtilizationProps): void {
    this.scaleOnUtilization(id, 'cpu', props, props.devicesPerInstance);
  }

  /** Keeps a share of the memory in use. */
  public scaleOnMemoryUtilization(id: string, props: TrackUtilizationProps): void {
    this.scaleOnUtilization(id, 'memory', props);
  }

  /** Keeps each GPU in use for a share of the time. */
  public scaleOnGpuUtilization(id: string, props: TrackDeviceUtilizationProps): void {
    this.scaleOnUtilization(id, 'gpu', props, props.devicesPerInstance);
  }

  /** Keeps a share of the memory of each GPU in use. */
  public scaleOnGpuMemoryUtilization(id: string, props: TrackDeviceUtilizationProps): void {
    this.scaleOnUtilization(id, 'gpu-memory', props, props.devicesPerInstance);
  }

  /**
   * Adds and removes instances in steps. The steps must leave exactly one range of the metric free, else
   * `ScalingStepsInvalid`: each side of it becomes an alarm and a policy.
   */
  public scaleOnMetric(id: string, props: StepScalingProps): void {
    this._add((spec) => decideSteps(spec, id, stepsSpec(props)));
  }

  /**
   * What was measured of the model that the instances serve, of which targets are made.
   *
   * @internal
   */
  public _knows(bench: BenchResult | undefined): void {
    this._rendered.knows(bench);
  }

  private scaleOnUtilization(id: string, utilized: Utilized, props: TrackUtilizationProps, devices?: number): void {
    const { targetUtilizationPercent: targetPercent } = props;
    const { instanceType } = this;
    this._add((spec) =>
      decideUtilizationTracking(spec, id, { utilized, targetPercent, instanceType, devices }, trackingOptions(props)),
    );
  }
}
