import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import type { PinnedModel } from '@inference-constructs/core/out/model/lock-file';
import { formatLock, parseLock } from '@inference-constructs/core/out/model/lock-file';
import type { OnnxVersions } from '@inference-constructs/core/out/model/onnx/model';
import { readText } from '@inference-constructs/core/out/model/open-file';
import { EXIT_CODES } from '../exit-codes';
import type { LockOptions } from './lock-options';
import { checkLockOptions } from './lock-options';

/** Pins model packages, or compares them with what is pinned; returns what is to be printed and the exit code. */
export function lockCommand(options: LockOptions): { readonly text: string; readonly exitCode: number } {
  checkLockOptions(options);
  const before = readLock(options.lock);
  const directories = options.directories.length > 0 ? options.directories : pinnedDirectories(before, options.lock);
  const found = directories.map((directory) => pin(directory, options));
  checkOnce(found);
  if (options.check !== true) {
    const names = new Set(found.map(({ name }) => name));
    // What is given replaces what was pinned under its names, all versions of it.
    const kept = options.directories.length > 0 ? before.filter(({ name }) => !names.has(name)) : inS3(before);
    writeLock(options.lock, checked(formatLock([...kept, ...found]), options.lock));
  }
  const lines = found.map((each) => compare(each, before, options.check === true));
  const skipped = options.directories.length > 0 ? [] : inS3(before).map(unread);
  const differs = options.check === true && lines.some(({ isPinned }) => !isPinned);
  return {
    text: [...lines.map(({ line }) => line), ...skipped].map((line) => `${line}\n`).join(''),
    exitCode: differs ? EXIT_CODES.against : EXIT_CODES.fine,
  };
}

function readLock(file: string): PinnedModel[] {
  return existsSync(file) ? parseLock(readText(file, file, 'ModelLockInvalid'), file) : [];
}

function writeLock(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'not written';
    const remedy = ['ENOENT', 'ENOTDIR'].includes(reason)
      ? 'must be a file in a folder that exists. make the folder'
      : 'must be a file that can be written. check its permissions';
    throw new InferenceError('ModelLockInvalid', `${file} (${reason}): ${remedy}`);
  }
}

/** What is written must be read. */
function checked(text: string, file: string): string {
  parseLock(text, file);
  return text;
}

function pinnedDirectories(pinned: readonly PinnedModel[], lock: string): string[] {
  if (pinned.length === 0) {
    throw new InferenceError('ModelNotLocked', `${lock} (nothing pinned): name the directories of the model packages`);
  }
  const folder = dirname(lock);
  return pinned.flatMap(({ source }) => ('directory' in source ? [join(folder, source.directory)] : []));
}

function inS3(pinned: readonly PinnedModel[]): PinnedModel[] {
  return pinned.filter(({ source }) => 's3' in source);
}

function pin(directory: string, { lock, s3, account, kmsKey }: LockOptions): PinnedModel {
  const { manifest, digest, graph, fallbackGraph } = loadModelPackage(directory);
  const fromLock =
    relative(resolve(dirname(lock)), resolve(directory))
      .split(sep)
      .join('/') || '.';
  const source =
    s3 === undefined
      ? { directory: fromLock }
      : { s3, manifest: `${fromLock}/model.json`, ...(account && { account }), ...(kmsKey && { kmsKey }) };
  return {
    name: manifest.name,
    version: manifest.version,
    digest,
    source,
    // Synth reads what is in a directory by itself.
    ...(s3 !== undefined && {
      onnx: { ...versions(graph), ...(fallbackGraph && { fallback: versions(fallbackGraph) }) },
    }),
  };
}

function versions({ irVersion, opsets }: OnnxVersions): OnnxVersions {
  return { irVersion, opsets };
}

function checkOnce(found: readonly PinnedModel[]): void {
  for (const [i, { name, version, digest }] of found.entries()) {
    const same = found.findIndex((other) => other.name === name && other.version === version);
    if (same === i) continue;
    throw new InferenceError(
      'ModelVersionTwice',
      `${name} ${version} (${digest}, and ${found[same].digest}): one package of a version. give one of them another version`,
    );
  }
}

function compare(found: PinnedModel, before: readonly PinnedModel[], isCheck: boolean) {
  const named = before.filter(({ name }) => name === found.name);
  const isPinned = named.some(({ version, digest }) => version === found.version && digest === found.digest);
  const was = named.map(({ version, digest }) => `${version}, ${digest}`).join(' and ') || 'none';
  const done = isCheck ? `differs from the lock (${was})` : `pinned (was: ${was})`;
  return { isPinned, line: `${found.name} ${found.version}, ${found.digest}: ${isPinned ? 'as pinned' : done}` };
}

function unread({ name, version, digest, source }: PinnedModel): string {
  const where = 's3' in source ? source.s3 : source.directory;
  return `${name} ${version}, ${digest}: not read, its files are at ${where}`;
}
