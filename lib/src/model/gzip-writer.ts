import * as fs from 'node:fs';
import * as zlib from 'node:zlib';

const PIECE = 16 * 1024 * 1024;
const SAMPLE = 256 * 1024;
/** A sample that keeps more than this share is stored: weights hardly shrink, and deflating 1 GB of them takes 30 s. */
const WORTHLESS = 0.9;

/** No time and no operating system: the same bytes everywhere. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/**
 * Writes one gzip member to a file, synchronously and in bounded memory. Node's streaming gzip is asynchronous and synth
 * is not; each piece is therefore a raw deflate stream that ends on a byte boundary without being the last one, as in
 * pigz. Members one after the other would be simpler, and some readers stop after the first.
 */
export class GzipWriter {
  private readonly piece = Buffer.allocUnsafe(PIECE);
  private filled = 0;
  private checksum = 0;
  private length = 0;
  private written = 0;

  constructor(private readonly descriptor: number) {
    this.put(HEADER);
  }

  /** The next `length` bytes, which `fill` writes into the buffer it is given, in one call or several. */
  take(length: number, fill: (into: Buffer, done: number) => void): void {
    for (let done = 0; done < length;) {
      const count = Math.min(length - done, PIECE - this.filled);
      fill(this.piece.subarray(this.filled, this.filled + count), done);
      this.filled += count;
      done += count;
      if (this.filled === PIECE) this.flush();
    }
  }

  write(data: Buffer): void {
    this.take(data.length, (into, done) => data.copy(into, 0, done, done + into.length));
  }

  /** Completes the member; returns the bytes written in all. */
  end(): number {
    this.flush();
    this.put(zlib.deflateRawSync(Buffer.alloc(0)));
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.checksum, 0);
    trailer.writeUInt32LE(this.length % 2 ** 32, 4);
    this.put(trailer);
    return this.written;
  }

  private flush(): void {
    if (this.filled === 0) return;
    const data = this.piece.subarray(0, this.filled);
    this.checksum = zlib.crc32(data, this.checksum);
    this.length += data.length;
    const level = worthDeflating(data) ? zlib.constants.Z_DEFAULT_COMPRESSION : zlib.constants.Z_NO_COMPRESSION;
    this.put(zlib.deflateRawSync(data, { level, finishFlush: zlib.constants.Z_SYNC_FLUSH }));
    this.filled = 0;
  }

  private put(data: Buffer): void {
    for (let done = 0; done < data.length;) done += fs.writeSync(this.descriptor, data, done);
    this.written += data.length;
  }
}

function worthDeflating(data: Buffer): boolean {
  if (data.length <= SAMPLE) return true;
  const start = Math.floor((data.length - SAMPLE) / 2);
  const sample = data.subarray(start, start + SAMPLE);
  return zlib.deflateRawSync(sample).length < SAMPLE * WORTHLESS;
}
