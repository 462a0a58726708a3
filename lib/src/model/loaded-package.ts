import { loadModelPackage } from './load';
import type { LoadedPackage } from './load';
import type { ModelPackage } from './model-package';

const loaded = new WeakMap<ModelPackage, LoadedPackage>();

/** Everything that was read about a model package; the class shows what other languages can carry. */
export function loadedPackage(model: ModelPackage): LoadedPackage {
  // A model package made by another copy of this module is read again.
  return loaded.get(model) ?? rememberLoaded(model, loadModelPackage(model.directory));
}

/** Keeps what was read beside the object that stands for it. */
export function rememberLoaded(model: ModelPackage, read: LoadedPackage): LoadedPackage {
  loaded.set(model, read);
  return read;
}
