import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { readManifest } from '../model-package';
import { fingerprint } from './fingerprint';

/** A version that the model directory declares. */
export interface DeclaredVersion {
  readonly version: string;
  readonly directory: string;
  /** Of its files when they were looked at. */
  readonly fingerprint: string;
}

/** What shall be served: all versions of one model. */
export interface Declared {
  readonly name: string;
  readonly versions: readonly DeclaredVersion[];
}

/** What tools put beside versions: hidden directories, as Kubernetes' volumes have, and what a file system keeps. */
const IGNORED = /^\.|^lost\+found$/;

/** Reads a directory that holds one model package, or a sub-directory with one for each version. */
export function readDeclared(modelDirectory: string): Declared {
  const found = packageDirectories(modelDirectory).map((directory) => {
    const state = fingerprint(directory);
    const { name, version } = readManifest(directory);
    return { name, version, directory, fingerprint: state };
  });
  if (found.length === 0) {
    throw new InferenceError(
      'ModelFileMissing',
      `${modelDirectory}: must hold a model package, or a sub-directory with one for each version. Put one there.`,
    );
  }
  const [{ name }] = found;
  const stranger = found.find((other) => other.name !== name);
  if (stranger !== undefined) {
    throw new InferenceError(
      'VersionsInvalid',
      `${stranger.directory} (model '${stranger.name}'): must be a version of '${name}', as the others are. Serve it elsewhere.`,
    );
  }
  const versions = new Map<string, DeclaredVersion>();
  for (const { version, directory, fingerprint: state } of found) {
    const same = versions.get(version);
    if (same !== undefined) {
      throw new InferenceError(
        'VersionsInvalid',
        `${directory} (version '${version}'): must not be in ${same.directory} too. Give one of them another version.`,
      );
    }
    versions.set(version, { version, directory, fingerprint: state });
  }
  return { name, versions: [...versions.values()] };
}

function packageDirectories(modelDirectory: string): string[] {
  if (existsSync(join(modelDirectory, 'model.json')) || !existsSync(modelDirectory)) {
    return [modelDirectory];
  }
  return readdirSync(modelDirectory)
    .filter((name) => !IGNORED.test(name))
    .sort()
    .map((name) => join(modelDirectory, name))
    .filter(isDirectory);
}

function isDirectory(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new InferenceError(
      'VersionsInvalid',
      `${path}: must not be a link that leads nowhere. Remove it, or put the version where it leads.`,
    );
  }
  return stats.isDirectory();
}
