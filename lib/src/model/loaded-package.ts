import { InferenceError } from '../errors';
import { loadModelPackage } from './load';
import type { LoadedPackage } from './load';
import type { ModelPackage } from './model-package';
import type { RemotePackage } from './remote-package';
import { readRemotePackage } from './remote-package';

const loaded = new WeakMap<ModelPackage, LoadedPackage>();
const remote = new WeakMap<ModelPackage, RemotePackage>();
const names = new WeakMap<ModelPackage, string>();

/** Keeps the path as the user wrote it; errors repeat it. */
export function nameInMessages(model: ModelPackage, name: string): void {
  names.set(model, name);
}

/** Everything there is to know about a model package, read once; the class shows what other languages can carry. */
export function loadedPackage(model: ModelPackage): LoadedPackage {
  const known = loaded.get(model);
  if (known !== undefined) return known;
  if (model._remote !== undefined) {
    throw new InferenceError(
      'ModelElsewhere',
      `model (${model.name}): its files are in S3, and this needs them here. use ModelPackage.fromDirectory`,
    );
  }
  // A model package made by another copy of this module has no name here.
  const read = loadModelPackage(model.directory, names.get(model));
  loaded.set(model, read);
  return read;
}

/** What is known of a model package wherever its files are. */
export function knownPackage(model: ModelPackage): LoadedPackage | RemotePackage {
  if (model._remote === undefined) return loadedPackage(model);
  const known = remote.get(model);
  if (known !== undefined) return known;
  const { source, digest, manifestFile } = model._remote;
  const read = readRemotePackage(source, digest, manifestFile);
  remote.set(model, read);
  return read;
}
