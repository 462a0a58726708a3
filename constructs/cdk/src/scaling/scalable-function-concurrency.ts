import type { Construct } from 'constructs';
import { decideConcurrencyTracking } from '@inference-constructs/core/out/scaling/concurrency';
import { injected } from '../injected';
import { RenderedScaling } from '../render/scaling';
import type { ScalingBounds } from './bounds';
import { DEFAULT_MIN_CAPACITY } from './bounds';
import { ScalableCapacity } from './scalable-capacity';
import type { TrackUtilizationProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/** Properties of a `ScalableFunctionConcurrency`. */
export interface ScalableFunctionConcurrencyProps extends ScalingBounds {
  /** Name of the function. */
  readonly functionName: string;

  /** Name of the alias whose provisioned concurrency scales. The target must wait for it: add a dependency. */
  readonly aliasName: string;
}

/**
 * The provisioned concurrency of a function's alias: execution environments that have loaded the model. What exceeds it
 * is served too, after a cold start. While a canary is on its way Lambda shares it out between the two versions.
 */
export class ScalableFunctionConcurrency extends ScalableCapacity {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.ScalableFunctionConcurrency';

  /** @internal */
  protected readonly _rendered: RenderedScaling;

  constructor(scope: Construct, id: string, props: ScalableFunctionConcurrencyProps) {
    super(scope, id);
    props = injected(this, ScalableFunctionConcurrency.PROPERTY_INJECTION_ID, props);
    const { functionName, aliasName, minCapacity = DEFAULT_MIN_CAPACITY, maxCapacity } = props;
    this._rendered = new RenderedScaling(this, {
      scaled: { kind: 'function-concurrency', functionName, aliasName },
      minCapacity,
      maxCapacity,
    });
  }

  /** Keeps a share of the provisioned concurrency in use. */
  public scaleOnUtilization(id: string, props: TrackUtilizationProps): void {
    this._add((spec) => decideConcurrencyTracking(spec, id, props.targetUtilizationPercent, trackingOptions(props)));
  }
}
