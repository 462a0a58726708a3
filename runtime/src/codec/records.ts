import { setImmediate as nextTurn } from 'node:timers/promises';

const LINE_FEED = 0x0a;
/** So many are found in well under the time for which the event loop may be held. */
const RECORDS_A_TURN = 500;

/** Records of a body that lie one behind the other, as bytes: one that is not text must not spoil the others. */
export class Records {
  /** The lines of a body. A last empty line is none. */
  static async ofLines(body: Buffer): Promise<Records> {
    const ends: number[] = [];
    for (let start = 0; start < body.length;) {
      const end = body.indexOf(LINE_FEED, start);
      start = end === -1 ? body.length : end + 1;
      await add(ends, start);
    }
    return new Records(body, ends);
  }

  /** The whole body as one. */
  static ofOne(body: Buffer): Records {
    return new Records(body, [body.length]);
  }

  /** Pieces of a body, each made a line. */
  static async ofPieces(body: Buffer, pieces: Iterable<Buffer>): Promise<Records> {
    // A piece has a head that is longer than the line feed.
    const bytes = Buffer.allocUnsafe(body.length);
    const ends: number[] = [];
    let end = 0;
    for (const piece of pieces) {
      end += piece.copy(bytes, end);
      if (piece.at(-1) !== LINE_FEED) {
        bytes[end++] = LINE_FEED;
      }
      await add(ends, end);
    }
    return new Records(bytes, ends);
  }

  private constructor(
    private readonly bytes: Buffer,
    private readonly ends: readonly number[],
    private readonly first = 0,
    private readonly last = ends.length,
  ) {}

  get length(): number {
    return this.last - this.first;
  }

  slice(from: number, to = this.length): Records {
    return new Records(this.bytes, this.ends, this.first + from, this.first + to);
  }

  /** All of them. A copy: whoever reads it may take its memory away. */
  toBody(): Buffer {
    return Buffer.from(this.bytes.subarray(this.endOf(this.first - 1), this.endOf(this.last - 1)));
  }

  private endOf(record: number): number {
    return record === -1 ? 0 : this.ends[record];
  }
}

async function add(ends: number[], end: number): Promise<void> {
  if (ends.push(end) % RECORDS_A_TURN === 0) {
    await nextTurn();
  }
}
