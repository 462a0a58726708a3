import { loadModelPackage } from './load';
import type { LoadedPackage } from './load';
import type { ModelPackage } from './model-package';

const loaded = new WeakMap<ModelPackage, LoadedPackage>();
const names = new WeakMap<ModelPackage, string>();

/** Keeps the path as the user wrote it; errors repeat it. */
export function nameInMessages(model: ModelPackage, name: string): void {
  names.set(model, name);
}

/** Everything there is to know about a model package, read once; the class shows what other languages can carry. */
export function loadedPackage(model: ModelPackage): LoadedPackage {
  const known = loaded.get(model);
  if (known !== undefined) return known;
  // A model package made by another copy of this module has no name here.
  const read = loadModelPackage(model.directory, names.get(model));
  loaded.set(model, read);
  return read;
}
