import { positiveClass } from '../contract/metrics';
import { InferenceError } from '../errors';
import type { ModelManifest } from '../model/manifest';

/** Only a model with two classes has a positive one. */
export function requirePositiveClass({ name, classes }: ModelManifest): void {
  if (classes !== undefined && positiveClass(classes) !== undefined) return;
  throw new InferenceError(
    'NoPositiveClass',
    `classes of ${name} (${classes?.names.length ?? 0}): only a model with 2 classes has a positive one. use metricPredictions`,
  );
}
