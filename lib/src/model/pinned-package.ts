import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '../errors';
import type { LoadedPackage } from './load';
import { knownPackage, loadedPackage } from './loaded-package';
import type { PinnedModel } from './lock-file';
import { LOCK_FILE, parseLock } from './lock-file';
import type { ModelPackage } from './model-package';
import { readText } from './open-file';
import type { RemotePackage } from './remote-package';
import { isToken } from './token';

/**
 * A model package that is to be deployed. It must be the one that its lock pins: the lock it was taken from, else
 * `model.lock.json` in the working directory, where there is one.
 */
export function pinnedPackage(model: ModelPackage): LoadedPackage | RemotePackage {
  const known = knownPackage(model);
  const pin = model._pin;
  if (pin !== undefined) return requirePinned(known, [pin.model], pin.lock);
  if (!fs.existsSync(path.resolve(LOCK_FILE))) return known;
  return requirePinned(known, pinnedHere(known.manifest.name), LOCK_FILE);
}

/** The same of one whose files are needed here. */
export function pinnedFiles(model: ModelPackage): LoadedPackage {
  const loaded = loadedPackage(model);
  pinnedPackage(model);
  return loaded;
}

function pinnedHere(name: string): PinnedModel[] {
  return parseLock(readText(path.resolve(LOCK_FILE), LOCK_FILE, 'ModelLockInvalid'), LOCK_FILE).filter(
    (each) => each.name === name,
  );
}

/** What the lock says of a graph that is not read here; an image of the registry has an onnxruntime of its own. */
function withVersions<T extends LoadedPackage | RemotePackage>(known: T, { digest, onnx }: PinnedModel): T {
  const isRead = !('source' in known) || known.source.kind === 'registry';
  if (isRead || onnx === undefined || digest !== known.digest) return known;
  return { ...known, graph: onnx, fallbackGraph: onnx.fallback };
}

/** The same package, with what the lock says of it. */
function requirePinned<T extends LoadedPackage | RemotePackage>(
  known: T,
  pinned: readonly PinnedModel[],
  lock: string,
): T {
  const { manifest, digest } = known;
  const { name, version } = manifest;
  const pin = pinned.find(
    (each) => each.name === name && each.version === version && (isToken(digest) || each.digest === digest),
  );
  if (pin !== undefined) return withVersions(known, pin);
  const found = `model (${name} ${version}, ${digest})`;
  if (pinned.length === 0) {
    throw new InferenceError(
      'ModelNotLocked',
      `${found}: ${lock} does not pin it. pin it with "inference lock DIRECTORY", and commit the lock`,
    );
  }
  const expected = pinned.map((each) => `${each.name} ${each.version}, ${each.digest}`).join(' and ');
  throw new InferenceError(
    'ModelLockMismatch',
    `${found}: ${lock} pins ${expected}. deploy what is pinned, or pin this one with "inference lock DIRECTORY", and commit the lock`,
  );
}
