import { InferenceError } from '../errors';
import type { ModelManifest } from '../model/manifest';

/** The runtime counts answers of a fallback where the model has one, zeros too. */
export function requireFallback({ name, fallback }: ModelManifest): void {
  if (fallback !== undefined) return;
  throw new InferenceError(
    'NoFallback',
    `fallback of ${name} (none): only a model with a fallback has answers of it. add fallback to model.json`,
  );
}
