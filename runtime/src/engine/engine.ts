import type { TensorType } from '@inference-constructs/core/out/model/manifest';

/** float16 travels as its bit patterns in a Uint16Array, bool as bytes. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[];

export interface Tensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Run {
  readonly outputs: Tensors;
  /** Time inside onnxruntime. */
  readonly milliseconds: number;
}

/** Whoever runs the model: in this process, in a worker thread, or in something yet to come. */
export interface Engine {
  /** Throws or rejects with a `Fault` when the model fails. Answers at once where runs are synchronous. */
  run(feeds: Tensors): Run | Promise<Run>;
  /** Waits for what is running; nothing may end the process while onnxruntime is inside a run. */
  close(): Promise<void>;
}
