import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';

/** Bounds between which a capacity scales. */
export interface ScalingBounds {
  /**
   * The least capacity: a whole number of at least 0, of at least 1 for the instances of a real-time endpoint, else
   * `CapacityOutOfRange` or `ScaleToZeroUnsupported`. From 0, an asynchronous endpoint or a component starts again when
   * a request finds nothing that serves it.
   *
   * @default - the count that an endpoint or a component is declared with, and 1 where that is not known
   */
  readonly minCapacity?: number;

  /** The largest capacity: a whole number of at least the minimum, else `CapacityOutOfRange`. */
  readonly maxCapacity: number;
}

/** The endpoint of which a variant scales. */
export interface ScaledEndpointOptions {
  /**
   * The endpoint, whoever made it. Where the app declares it, the target waits for it, and an endpoint whose instances scale
   * keeps them when it is updated, unless its `retainAllVariantProperties` is set already.
   *
   * @default - the endpoint of `endpointName`; `EndpointMissing` where there is neither
   */
  readonly endpoint?: aws_sagemaker.IEndpointRef;

  /**
   * Name of the endpoint. The target waits for one of the same stack that bears it, and for one that a reference such as
   * `attrEndpointName` of a `CfnEndpoint` leads to; that endpoint keeps its instances, as one that is passed as `endpoint` does.
   *
   * @default - the name of `endpoint`
   */
  readonly endpointName?: string;

  /**
   * Name of the variant that scales. A rule fails the synth where the endpoint has no such variant.
   *
   * @default - `live`, and `AllTraffic` of an `endpoint` that is not of this library
   */
  readonly variantName?: string;
}

/** How the instances of an endpoint scale. */
export interface InstanceScalingProps extends ScalingBounds {
  /**
   * Name of the variant whose instances scale, else `VariantUnknown`.
   *
   * @default - the variant of the endpoint's own model
   */
  readonly variantName?: string;
}

export const DEFAULT_MIN_CAPACITY = 1;
