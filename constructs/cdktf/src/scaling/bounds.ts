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
