import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { toNested, type Nested } from '../codec/values';
import type { FallbackKind } from './fallback';
import type { Prediction } from './prediction';

/** The answer to a request, ready to be written as JSON. */
export interface Answer {
  readonly model: { readonly name: string; readonly version: string };
  readonly outputs: Readonly<Record<string, Nested>>;
  /** The class of each row. */
  readonly classes?: readonly string[];
  /** What answered, where it was not the model. */
  readonly fallback?: FallbackKind;
}

export function toAnswer(prediction: Prediction, manifest: ModelManifest): Answer {
  const names = manifest.classes?.names;
  const outputs: Record<string, Nested> = {};
  for (const name of Object.keys(prediction.outputs)) {
    outputs[name] = toNested(prediction.outputs[name]);
  }
  return {
    model: { name: manifest.name, version: manifest.version },
    outputs,
    classes: names && prediction.classes?.map((position) => names[position]),
    fallback: prediction.fallback,
  };
}
