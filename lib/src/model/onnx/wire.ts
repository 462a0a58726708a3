import { invalid, truncated } from './faults';
import type { ByteSource } from './source';

/** Wire types of protocol buffers that ONNX uses; groups (3 and 4) never occur. */
export const Wire = { VARINT: 0, FIXED64: 1, LENGTH: 2, FIXED32: 5 } as const;

/** Messages inside messages; the same limit as in the parser of onnxruntime. */
const MAX_DEPTH = 100;
const MAX_TEXT = 64 * 1024;
const SMALLEST_WINDOW = 1024;
const LARGEST_WINDOW = 64 * 1024;
/** A gap this small is a skipped name, not skipped weights: the next window goes on growing. */
const SMALL_GAP = 256;

/**
 * Walks the fields of a protocol-buffers message in a file of any size. Holds one window of the file; a skipped value
 * is never read. After such a jump the window starts small again, so that a thousand tensors cost a thousand small
 * reads rather than the whole file.
 */
export class WireReader {
  private position = 0;
  private end: number;
  private depth = 0;
  private wire: number = Wire.VARINT;
  private consumed = false;
  private readonly buffer = new Uint8Array(LARGEST_WINDOW);
  private windowStart = 0;
  private windowEnd = 0;
  private windowSize = SMALLEST_WINDOW / 2;

  constructor(
    private readonly source: ByteSource,
    /** How messages call the file. */
    readonly file: string,
  ) {
    this.end = source.size;
  }

  /** Wire type of the current field. */
  get wireType(): number {
    return this.wire;
  }

  /** Visits the fields up to the end of the current message. A field that `visit` does not read is skipped. */
  fields(visit: (field: number) => void): void {
    while (this.position < this.end) {
      const tag = this.varint();
      const field = Math.floor(tag / 8);
      if (field < 1 || field >= 2 ** 29) throw this.fault(`field number ${field}`);
      this.wire = tag % 8;
      this.consumed = false;
      visit(field);
      if (!this.consumed) this.skip();
    }
  }

  /** The current field is a message: visits its fields. */
  message(visit: (field: number) => void): void {
    const length = this.length();
    const outer = this.end;
    this.end = this.position + length;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.fault(`more than ${MAX_DEPTH} messages inside each other`);
    this.fields(visit);
    this.depth -= 1;
    this.end = outer;
    this.consumed = true;
  }

  /** The current field as a signed 64-bit integer; inexact beyond 2^53. */
  integer(): number {
    this.expect(Wire.VARINT);
    return this.varint();
  }

  /** The current field as one or, packed, several signed 64-bit integers. */
  integers(take: (value: number) => void): void {
    if (this.wire !== Wire.LENGTH) return take(this.integer());
    const length = this.length();
    const outer = this.end;
    this.end = this.position + length;
    while (this.position < this.end) take(this.varint());
    this.end = outer;
  }

  /** The current field as UTF-8 text. */
  text(): string {
    const length = this.length();
    if (length > MAX_TEXT) throw this.fault(`a name of ${length} bytes`);
    let bytes: Uint8Array;
    if (this.position >= this.windowStart && this.position + length <= this.windowEnd) {
      bytes = this.buffer.subarray(this.position - this.windowStart, this.position - this.windowStart + length);
    } else {
      bytes = new Uint8Array(length);
      if (length > 0) this.source.read(bytes, this.position);
    }
    this.position += length;
    return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('utf8');
  }

  /** Passes over the current field without reading it; returns how many bytes its value takes. */
  skip(): number {
    const start = this.position;
    switch (this.wire) {
      case Wire.VARINT:
        this.integer();
        return this.position - start;
      case Wire.FIXED64:
        return this.pass(8);
      case Wire.FIXED32:
        return this.pass(4);
      default:
        return this.pass(this.length());
    }
  }

  private pass(bytes: number): number {
    if (this.position + bytes > this.end) throw this.overrun();
    this.position += bytes;
    this.consumed = true;
    return bytes;
  }

  private length(): number {
    this.expect(Wire.LENGTH);
    const length = this.varint();
    if (length < 0) throw this.fault(`a length of ${length}`);
    if (this.position + length > this.end) throw this.overrun();
    return length;
  }

  private expect(wire: number): void {
    if (this.wire !== wire) throw this.fault(`wire type ${this.wire}`);
    this.consumed = true;
  }

  private varint(): number {
    let value = 0;
    let scale = 1;
    // 49 bits are exact in a number; only negative and absurd values need the rest.
    for (let index = 0; index < 7; index++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    let wide = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      wide |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, wide));
    }
    throw this.fault('a number of more than 10 bytes');
  }

  private byte(): number {
    if (this.position >= this.end) throw this.overrun();
    if (this.position >= this.windowEnd) this.fill();
    return this.buffer[this.position++ - this.windowStart];
  }

  private fill(): void {
    const gap = this.position - this.windowEnd;
    this.windowSize = gap <= SMALL_GAP ? Math.min(this.windowSize * 2, LARGEST_WINDOW) : SMALLEST_WINDOW;
    const size = Math.min(this.windowSize, this.source.size - this.position);
    this.source.read(this.buffer.subarray(0, size), this.position);
    this.windowStart = this.position;
    this.windowEnd = this.position + size;
  }

  /** A value that leaves its message. Only the outermost message ends where the file does. */
  private overrun(): Error {
    return this.depth === 0 ? truncated(this.file, this.source.size) : this.fault('a value longer than its message');
  }

  private fault(finding: string): Error {
    return invalid(this.file, `${finding} at byte ${this.position}`);
  }
}
