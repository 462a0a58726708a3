/** A deployed model before and after. */
export interface ModelChange {
  /** Construct path of the function or SageMaker model. */
  readonly path: string;
  readonly before?: ModelCard;
  readonly after?: ModelCard;
  readonly metrics: readonly MetricChange[];
  /** What callers send or get that changes, a sentence each. */
  readonly signature: readonly string[];
}

export interface ModelCard {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  /** Where the template says it. */
  readonly digest?: string;
  /** Bytes of `model.onnx` and what belongs to it; absent where the package is not in the assembly. */
  readonly bytes?: number;
  readonly heldOutRows?: number;
}

export interface MetricChange {
  readonly name: string;
  readonly before?: number;
  readonly after?: number;
  readonly difference?: number;
  /** `unknown` where it is not known which way is better. */
  readonly is: 'better' | 'worse' | 'equal' | 'unknown';
}
