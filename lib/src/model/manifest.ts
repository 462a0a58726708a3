/** The text of a model package: what `model.json` says. */
export interface ModelManifest {
  /** Lower-case letters, digits and hyphens, at most 40 characters. */
  readonly name: string;
  /** Semantic version of the model, for example `1.4.0`. */
  readonly version: string;
  readonly description?: string;
  readonly signature: Signature;
  /** How the outputs become a class. Absent for regression. */
  readonly classes?: ClassesSpec;
  /** What was measured on rows the model was not trained on. */
  readonly heldOut?: HeldOut;
  /** What a release must reach on the labelled cases of acceptance.jsonl before it gets traffic. */
  readonly acceptance?: AcceptanceSpec;
  /** What answers in the model's place when it fails. */
  readonly fallback?: FallbackSpec;
  /** Where the model comes from: framework, data set, script, date. Free strings. */
  readonly provenance?: Readonly<Record<string, string>>;
}

export interface Signature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

export const TENSOR_TYPES = [
  'float32',
  'float64',
  'float16',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'string',
] as const;
export type TensorType = (typeof TENSOR_TYPES)[number];

/** A fixed size, or the name of a dimension that varies from request to request. */
export type Dimension = number | string;

export interface TensorSpec {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly Dimension[];
  /** Names of the columns along the last axis. */
  readonly features?: readonly string[];
  /**
   * Of an input of floats: whether a value may be missing, which is NaN for the model and null in JSON; or the features
   * where it may. Default: refused.
   */
  readonly missing?: 'refused' | 'allowed' | readonly string[];
  /** Of an input of numbers: the values it may have, by feature; of an input without features, one range for all. */
  readonly ranges?: RangeSpec | Readonly<Record<string, RangeSpec>>;
  /** Of an input of numbers or strings: the values there are, by feature; of an input without features, one list. */
  readonly categories?: readonly Category[] | Readonly<Record<string, readonly Category[]>>;
}

/** Both bounds belong to the range; at least one is there. */
export interface RangeSpec {
  readonly min?: number;
  readonly max?: number;
}

export type Category = number | string;

/** A constant answer, or another model; one of the two. */
export interface FallbackSpec {
  /** Every output's value for one row, as nested lists. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** A directory of the package, itself a package with the same signature. */
  readonly model?: string;
}

export interface ClassesSpec {
  /** The output that holds scores: one column a class, or one column (two classes; the score of the second). */
  readonly output: string;
  readonly names: readonly string[];
  /** The class whose share is watched, of two. Default: the second. */
  readonly positive?: string;
}

export interface HeldOut {
  readonly rows: number;
  /** Share of the held-out rows that the model, as it was trained, puts into each class. */
  readonly predictedRates?: Readonly<Record<string, number>>;
  readonly metrics?: Readonly<Record<string, number>>;
}

export const ACCEPTANCE_METRICS = ['accuracy', 'balancedAccuracy', 'precision', 'recall', 'f1'] as const;
/** Precision, recall and F1 are those of the positive class of two; balanced accuracy is the mean recall of the classes. */
export type AcceptanceMetric = (typeof ACCEPTANCE_METRICS)[number];

export interface AcceptanceSpec {
  readonly metric: AcceptanceMetric;
  /** Above 0, at most 1; a release that reaches it is accepted. */
  readonly minimum: number;
}
