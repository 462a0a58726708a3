import type { ModelPackage } from '@inference-constructs/core';

/** Another model that takes a share of an endpoint's traffic. */
export interface VariantOptions {
  /** Name of the variant: at most 63 letters, digits and hyphens, else `VariantNameInvalid`; not `live`. */
  readonly name: string;

  /**
   * The model to serve. One of which a row cannot be written in a request (6 MiB, or what
   * `INFERENCE_MAX_BODY_BYTES` says, at most 25 MB) fails with `PayloadTooLarge`, where the runtime serves it.
   */
  readonly model: ModelPackage;

  /**
   * Its share of the traffic is the weight over the sum of all weights. At least 0, else `WeightOutOfRange`.
   *
   * @default 1
   */
  readonly weight?: number;

  /**
   * SageMaker hosting instance type, else `InstanceTypeInvalid`. The image is the same for all variants, so its
   * processor must be too.
   *
   * @default - that of the endpoint
   */
  readonly instanceType?: string;

  /**
   * Number of instances, as for the endpoint.
   *
   * @default - that of the endpoint
   */
  readonly instanceCount?: number;
}
