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
  if (pin !== undefined) requirePinned(known, [pin.model], pin.lock);
  else if (fs.existsSync(path.resolve(LOCK_FILE))) requirePinned(known, pinnedHere(known.manifest.name), LOCK_FILE);
  return known;
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

function requirePinned(known: LoadedPackage | RemotePackage, pinned: readonly PinnedModel[], lock: string): void {
  const { manifest, digest } = known;
  const { name, version } = manifest;
  if (
    pinned.some((each) => each.name === name && each.version === version && (isToken(digest) || each.digest === digest))
  )
    return;
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
