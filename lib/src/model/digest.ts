import type * as Crypto from 'node:crypto';
import * as fs from 'node:fs';
import { InferenceError } from '../errors';
import { recallDigest, rememberDigest } from './digest-cache';
import { readFully, withOpenFile } from './open-file';
import { listPackageFiles } from './package-files';
import type { PackageFile } from './package-files';

/** Loaded when the first digest is asked for: a server starts without one. */
const crypto = (): typeof Crypto => process.getBuiltinModule('node:crypto');

const CHUNK = 1024 * 1024;

/** Below this, hashing is cheaper than remembering, and a file rewritten within a tick of the clock is never mistaken. */
const REMEMBERED_FROM = 1024 * 1024;

/** Identifies a model package, `sha256:<64 hex digits>`: same files, same digest, on any machine. */
export function digestDirectory(directory: string): string {
  return digestFiles(listPackageFiles(directory));
}

/** The digest of files in the order of their paths: over path, size and SHA-256 of each. */
export function digestFiles(files: readonly PackageFile[]): string {
  const hash = crypto().createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.bytes}\0${digestFile(file)}\n`);
  return `sha256:${hash.digest('hex')}`;
}

/** SHA-256 of one file, in hex. Large files are read once, for as long as their size and times stay the same. */
export function digestFile(file: PackageFile): string {
  const before = identity(file.source);
  if (file.bytes >= REMEMBERED_FROM) {
    const known = recallDigest(file.source, before, file.bytes);
    if (known !== undefined) return known;
  }
  const digest = hashFile(file);
  if (identity(file.source) !== before) throw changed(file);
  if (file.bytes >= REMEMBERED_FROM) rememberDigest(file.source, before, file.bytes, digest);
  return digest;
}

function hashFile(file: PackageFile): string {
  return withOpenFile(file.source, file.path, 'PackageFileUnreadable', (descriptor) => {
    const hash = crypto().createHash('sha256');
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, file.bytes)));
    let position = 0;
    for (;;) {
      const count = readFully(descriptor, chunk, position);
      if (count === 0) break;
      hash.update(count === chunk.length ? chunk : chunk.subarray(0, count));
      position += count;
    }
    if (position !== file.bytes) throw changed(file);
    return hash.digest('hex');
  });
}

/** Changes whenever the content can have changed: ctime also where someone sets mtime back, as copying tools do. */
function identity(source: string): string {
  const stats = fs.statSync(source, { bigint: true });
  return [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(':');
}

function changed(file: PackageFile): InferenceError {
  return new InferenceError(
    'PackageFileChanged',
    `${file.path} (${file.bytes} bytes when listed): changed while it was read. wait until it is written and try again`,
  );
}
