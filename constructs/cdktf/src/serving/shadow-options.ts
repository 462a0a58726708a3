import type { ModelPackage } from '@inference-constructs/core';

/** A model that gets copies of an endpoint's requests; what it answers is dropped. */
export interface ShadowOptions {
  /** The model to try. */
  readonly model: ModelPackage;

  /**
   * Name of its variant, under which SageMaker publishes its metrics: at most 63 letters, digits and hyphens, else
   * `VariantNameInvalid`; not `live`.
   *
   * @default 'shadow'
   */
  readonly name?: string;

  /**
   * How many of the requests are copied to it, in percent: above 0 and up to 100, else `SamplingOutOfRange`. In the
   * configuration it is a weight: that share of the weight of the endpoint's own model.
   *
   * @default 100
   */
  readonly samplingPercentage?: number;

  /**
   * SageMaker hosting instance type, else `InstanceTypeInvalid`; not of the family inf1, else `ShadowUnsupported`. The
   * image is that of the endpoint, so its processor must be too.
   *
   * @default - that of the endpoint
   */
  readonly instanceType?: string;

  /**
   * Number of instances: at least 1, else `InstanceCountOutOfRange`. They do not scale, so declare what its share of the
   * peak needs.
   *
   * @default - that of the endpoint
   */
  readonly instanceCount?: number;
}
