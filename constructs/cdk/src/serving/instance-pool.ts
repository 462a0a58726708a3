/** One of several instance types of an endpoint. */
export interface InstancePool {
  /** SageMaker hosting instance type, else `InstanceTypeInvalid`. */
  readonly instanceType: string;

  /**
   * From 1, which is asked for first, to 5, else `InstancePoolsInvalid`.
   *
   * @default - its place in the list
   */
  readonly priority?: number;
}
