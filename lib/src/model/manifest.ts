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
