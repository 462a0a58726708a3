import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '../errors';
import { GzipWriter } from './gzip-writer';
import { readFully, withOpenFile } from './open-file';
import type { PackageFile } from './package-files';
import { tarEnd, tarHeader, tarPadding } from './tar-header';

/**
 * Writes files to a tar.gz that depends on nothing but their paths and contents: in the order of paths, readable by
 * everyone, owned by nobody, without times. Two builds of zlib may still deflate differently, so name the archive by
 * the digest of the package, not by its own. Returns the size of the archive.
 */
export function writeTarGz(files: readonly PackageFile[], destination: string): number {
  fs.mkdirSync(path.dirname(destination), { recursive: true });
  // Whoever finds the archive finds it whole.
  const partial = `${destination}.${process.pid}.partial`;
  try {
    const bytes = writePartial(files, partial);
    fs.renameSync(partial, destination);
    return bytes;
  } catch (error) {
    fs.rmSync(partial, { force: true });
    throw error;
  }
}

function writePartial(files: readonly PackageFile[], partial: string): number {
  const descriptor = fs.openSync(partial, 'w', 0o644);
  try {
    const archive = new GzipWriter(descriptor);
    const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const file of sorted) addFile(file, archive);
    archive.write(tarEnd());
    return archive.end();
  } finally {
    fs.closeSync(descriptor);
  }
}

function addFile(file: PackageFile, archive: GzipWriter): void {
  archive.write(tarHeader(file.path, file.bytes));
  withOpenFile(file.source, file.path, 'PackageFileUnreadable', (descriptor) => {
    const longer = fs.fstatSync(descriptor).size !== file.bytes;
    archive.take(file.bytes, (into, done) => {
      if (longer || readFully(descriptor, into, done) < into.length) {
        throw new InferenceError(
          'PackageFileChanged',
          `${file.path} (${file.bytes} bytes when listed): changed while it was packed. ` +
            'wait until it is written and try again',
        );
      }
    });
  });
  archive.write(Buffer.alloc(tarPadding(file.bytes)));
}
