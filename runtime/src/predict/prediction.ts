import type { Tensors } from '../engine/engine';
import type { FallbackKind } from './fallback';

/** What the model said about the rows of one request. */
export interface Prediction {
  readonly outputs: Tensors;
  readonly rows: number;
  /** For each row the position of its class; absent where the model has no classes. */
  readonly classes?: readonly number[];
  /** Time inside onnxruntime. */
  readonly milliseconds: number;
  /** What answered, where it was not the model. */
  readonly fallback?: FallbackKind;
}
