/** Without zip64, sizes are of 32 bits and counts of 16; the directory needs some of the former. */
export const MAX_ZIP_BYTES = 4_000_000_000;
export const MAX_ZIP_FILES = 65_535;

/** The first day that a zip archive can name. */
const FIRST_DAY = (1 << 5) | 1;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const VERSION = 20;
const MADE_ON_UNIX = 3 << 8;
const READABLE_BY_ALL = (0o100644 << 16) >>> 0;

export interface ZipEntry {
  readonly path: string;
  readonly bytes: number;
  readonly crc: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** What precedes the content of a file. */
export function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.path);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, entry, name.length);
  return Buffer.concat([header, name]);
}

/** A file's line in the directory at the end. */
export function centralEntry(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.path);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_ON_UNIX | VERSION, 4);
  writeCommon(header, 6, entry, name.length);
  header.writeUInt32LE(READABLE_BY_ALL, 38);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, name]);
}

/** The fields that both headers have, in the same order. */
function writeCommon(header: Buffer, at: number, entry: ZipEntry, nameLength: number): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(UTF8_NAMES, at + 2);
  header.writeUInt16LE(STORED, at + 4);
  header.writeUInt16LE(0, at + 6);
  header.writeUInt16LE(FIRST_DAY, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.bytes, at + 14);
  header.writeUInt32LE(entry.bytes, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}

export function endOfZip(files: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files, 8);
  end.writeUInt16LE(files, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}
