import type { Construct } from 'constructs';
import { decideConcurrencyTracking } from '@inference-constructs/core/out/scaling/concurrency';
import { RenderedScaling } from '../render/scaling';
import type { ScaledEndpointOptions, ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import { ScaledEndpoint } from './scaled-endpoint';
import type { TrackUtilizationProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableServerlessConcurrency`. */
export interface ScalableServerlessConcurrencyProps extends ScalingBounds, ScaledEndpointOptions {}

/** The provisioned concurrency of a serverless endpoint. What exceeds it is served too, after a cold start. */
export class ScalableServerlessConcurrency extends ScalableCapacity {
  /** @internal */
  protected readonly _rendered: RenderedScaling;

  constructor(scope: Construct, id: string, props: ScalableServerlessConcurrencyProps) {
    super(scope, id);
    const { minCapacity = DEFAULT_MIN_CAPACITY, maxCapacity } = props;
    const endpoint = new ScaledEndpoint(this, props);
    this._rendered = new RenderedScaling(
      this,
      {
        scaled: {
          kind: 'serverless-concurrency',
          endpointName: endpoint.endpointName,
          variantName: endpoint.variantName,
        },
        minCapacity,
        maxCapacity,
      },
      () => endpoint.beside(),
    );
    endpoint.join(this._rendered);
  }

  /** Keeps a share of the provisioned concurrency in use. */
  public scaleOnUtilization(id: string, props: TrackUtilizationProps): void {
    this._add((spec) => decideConcurrencyTracking(spec, id, props.targetUtilizationPercent, trackingOptions(props)));
  }
}
