import { scanNumbers, type Cursor } from './number-scanner';

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

/** Nested arrays of numbers in a body, read in as many steps as one likes. */
export class NestedScan implements Cursor {
  at = 0;
  /** The length of each axis, known when the first array along it is read. */
  readonly dims: number[] = [];
  private readonly sizes: number[] = [];
  private depth = 0;

  constructor(
    private readonly body: Buffer,
    readonly target: Float32Array,
    /** Where the next number is written. */
    public count: number,
    private readonly rank: number,
    private readonly mayBeMissing?: (column: number) => boolean,
  ) {}

  /** Reads on, until the arrays are closed or an innermost one is that ends behind `limit`. */
  resume(limit: number): 'done' | 'paused' | 'failed' {
    do {
      for (; this.depth < this.rank; this.depth++) {
        if (!this.take(OPEN_BRACKET)) {
          return 'failed';
        }
        this.sizes[this.depth] = 0;
      }
      const before = this.count;
      if (
        !scanNumbers(this.body, this.target, this, this.mayBeMissing) ||
        !this.isEven(this.rank - 1, this.count - before)
      ) {
        return 'failed';
      }
      this.depth--;
      for (;;) {
        if (this.depth === 0) {
          return 'done';
        }
        const axis = this.depth - 1;
        this.sizes[axis]++;
        if (this.take(COMMA)) {
          break;
        }
        if (!this.take(CLOSE_BRACKET) || !this.isEven(axis, this.sizes[axis])) {
          return 'failed';
        }
        this.depth--;
      }
    } while (this.at < limit);
    return 'paused';
  }

  take(byte: number): boolean {
    this.skipSpace();
    if (this.body[this.at] !== byte) {
      return false;
    }
    this.at++;
    return true;
  }

  takeText(text: Buffer): boolean {
    this.skipSpace();
    const { body, at } = this;
    for (let index = 0; index < text.length; index++) {
      if (body[at + index] !== text[index]) {
        return false;
      }
    }
    this.at += text.length;
    return true;
  }

  isAtEnd(): boolean {
    this.skipSpace();
    return this.at === this.body.length;
  }

  private isEven(axis: number, size: number): boolean {
    this.dims[axis] ??= size;
    return this.dims[axis] === size;
  }

  private skipSpace(): void {
    const { body } = this;
    let { at } = this;
    for (let byte = body[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = body[++at]);
    this.at = at;
  }
}
