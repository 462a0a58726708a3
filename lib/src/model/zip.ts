import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { InferenceError } from '../errors';
import { readFully, withOpenFile } from './open-file';
import type { PackageFile } from './package-files';
import { centralEntry, endOfZip, localHeader, MAX_ZIP_BYTES, MAX_ZIP_FILES } from './zip-header';
import type { ZipEntry } from './zip-header';

const PIECE = 1024 * 1024;

export interface WrittenZip {
  readonly bytes: number;
  /** SHA-256 of the archive in base64, which is what Lambda reports as a function's `CodeSha256`. */
  readonly sha256: string;
}

/**
 * Writes files to a zip archive that depends on nothing but their paths and contents: in the order of paths, readable
 * by everyone, without times. Files are stored, not deflated: builds of zlib deflate differently, and a digest that
 * differs between two machines is a deployment.
 */
export function writeZip(files: readonly PackageFile[], destination: string): WrittenZip {
  fs.mkdirSync(path.dirname(destination), { recursive: true });
  // Whoever finds the archive finds it whole.
  const partial = `${destination}.${process.pid}.partial`;
  try {
    const written = writePartial(files, partial);
    fs.renameSync(partial, destination);
    return written;
  } catch (error) {
    fs.rmSync(partial, { force: true });
    throw error;
  }
}

function writePartial(files: readonly PackageFile[], partial: string): WrittenZip {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  requireFits(sorted);
  const descriptor = fs.openSync(partial, 'w', 0o644);
  const hash = createHash('sha256');
  let bytes = 0;
  const put = (data: Uint8Array) => {
    for (let done = 0; done < data.length;) done += fs.writeSync(descriptor, data, done);
    hash.update(data);
    bytes += data.length;
  };
  try {
    const entries = sorted.map((file): ZipEntry => {
      const entry = { path: file.path, bytes: file.bytes, crc: checksum(file), offset: bytes };
      put(localHeader(entry));
      if (eachPiece(file, put) !== entry.crc) throw changed(file);
      return entry;
    });
    const directory = Buffer.concat(entries.map(centralEntry));
    const end = endOfZip(entries.length, directory.length, bytes);
    put(directory);
    put(end);
    return { bytes, sha256: hash.digest('base64') };
  } finally {
    fs.closeSync(descriptor);
  }
}

function requireFits(files: readonly PackageFile[]): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= MAX_ZIP_BYTES && files.length <= MAX_ZIP_FILES) return;
  throw new InferenceError(
    'ArchiveTooLarge',
    `archive (${files.length} files, ${bytes} bytes): a zip holds at most ${MAX_ZIP_FILES} files and ${MAX_ZIP_BYTES} bytes. ` +
      'pack fewer or smaller files',
  );
}

function checksum(file: PackageFile): number {
  return eachPiece(file, () => undefined);
}

/** Hands a file on in pieces; returns the checksum of all of them. */
function eachPiece(file: PackageFile, use: (piece: Buffer) => void): number {
  return withOpenFile(file.source, file.path, 'PackageFileUnreadable', (descriptor) => {
    if (fs.fstatSync(descriptor).size !== file.bytes) throw changed(file);
    const piece = Buffer.allocUnsafe(Math.min(PIECE, file.bytes));
    let crc = 0;
    for (let position = 0; position < file.bytes;) {
      const count = readFully(descriptor, piece.subarray(0, Math.min(PIECE, file.bytes - position)), position);
      if (count === 0) throw changed(file);
      crc = zlib.crc32(piece.subarray(0, count), crc);
      use(piece.subarray(0, count));
      position += count;
    }
    return crc;
  });
}

function changed(file: PackageFile): InferenceError {
  return new InferenceError(
    'PackageFileChanged',
    `${file.path} (${file.bytes} bytes when listed): changed while it was packed. wait until it is written and try again`,
  );
}
