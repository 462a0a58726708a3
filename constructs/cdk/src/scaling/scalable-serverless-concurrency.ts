import type { Construct } from 'constructs';
import { decideConcurrencyTracking } from '@inference-constructs/core/out/scaling/concurrency';
import { injected } from '../injected';
import { RenderedScaling } from '../render/scaling';
import type { ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import type { TrackUtilizationProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableServerlessConcurrency`. */
export interface ScalableServerlessConcurrencyProps extends ScalingBounds {
  /**
   * Name of the serverless endpoint. A reference to it, such as `attrEndpointName` of a `CfnEndpoint`, also makes the
   * target wait for it, which it must.
   */
  readonly endpointName: string;

  /**
   * Name of the variant whose provisioned concurrency scales.
   *
   * @default 'live'
   */
  readonly variantName?: string;
}

/** The provisioned concurrency of a serverless endpoint. What exceeds it is served too, after a cold start. */
export class ScalableServerlessConcurrency extends ScalableCapacity {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.ScalableServerlessConcurrency';

  /** @internal */
  protected readonly _rendered: RenderedScaling;

  constructor(scope: Construct, id: string, props: ScalableServerlessConcurrencyProps) {
    super(scope, id);
    props = injected(this, ScalableServerlessConcurrency.PROPERTY_INJECTION_ID, props);
    const { endpointName, variantName = 'live', minCapacity = DEFAULT_MIN_CAPACITY, maxCapacity } = props;
    this._rendered = new RenderedScaling(this, {
      scaled: { kind: 'serverless-concurrency', endpointName, variantName },
      minCapacity,
      maxCapacity,
    });
  }

  /** Keeps a share of the provisioned concurrency in use. */
  public scaleOnUtilization(id: string, props: TrackUtilizationProps): void {
    this._add((spec) => decideConcurrencyTracking(spec, id, props.targetUtilizationPercent, trackingOptions(props)));
  }
}
