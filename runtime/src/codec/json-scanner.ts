import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { scanNumbers, type Cursor } from './number-scanner';
import { Slab } from './slab';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Reads the plainest of requests, nested arrays of numbers for a single float32 input, from bytes straight into a
 * tensor. Of everything else, right or wrong, it makes nothing: the general reader then answers or says what is wrong.
 */
export class JsonScanner {
  private readonly instances = Buffer.from('"instances"');
  private readonly inputs = Buffer.from('"inputs"');
  private readonly name: Buffer;
  private readonly slab = new Slab();
  private readonly cursor: Cursor = { at: 0, count: 0 };
  private body: Buffer = Buffer.alloc(0);
  private target: Float32Array = new Float32Array(0);
  private dims: number[] = [];

  private constructor(private readonly spec: TensorSpec) {
    this.name = Buffer.from(JSON.stringify(spec.name));
  }

  /** Undefined for a model whose requests are never that plain. */
  static for({ inputs }: Signature): JsonScanner | undefined {
    const [spec] = inputs;
    const symbols = spec.shape.filter((size) => typeof size === 'string');
    const isPlain = inputs.length === 1 && spec.type === 'float32' && spec.shape.length > 0;
    return isPlain && new Set(symbols).size === symbols.length ? new JsonScanner(spec) : undefined;
  }

  scan(body: Buffer): Tensors | undefined {
    this.body = body;
    const { target, start } = this.slab.room(body.length >> 1);
    this.target = target;
    this.cursor.at = 0;
    this.cursor.count = start;
    this.dims = [];
    const isRead = this.take(OPEN_BRACE) && this.members() && this.take(CLOSE_BRACE) && this.isAtEnd();
    if (!isRead || !this.fits()) {
      return undefined;
    }
    return { [this.spec.name]: { type: 'float32', dims: this.dims, data: this.slab.keep(target, this.cursor.count) } };
  }

  private members(): boolean {
    if (this.takeText(this.instances)) {
      return this.take(COLON) && this.array(0);
    }
    return (
      this.takeText(this.inputs) &&
      this.take(COLON) &&
      this.take(OPEN_BRACE) &&
      this.takeText(this.name) &&
      this.take(COLON) &&
      this.array(0) &&
      this.take(CLOSE_BRACE)
    );
  }

  private array(axis: number): boolean {
    if (!this.take(OPEN_BRACKET)) {
      return false;
    }
    let size = 0;
    if (axis === this.spec.shape.length - 1) {
      const before = this.cursor.count;
      if (!scanNumbers(this.body, this.target, this.cursor)) {
        return false;
      }
      size = this.cursor.count - before;
    } else {
      do {
        if (!this.array(axis + 1)) {
          return false;
        }
        size++;
      } while (this.take(COMMA));
      if (!this.take(CLOSE_BRACKET)) {
        return false;
      }
    }
    this.dims[axis] ??= size;
    return this.dims[axis] === size;
  }

  private fits(): boolean {
    return this.spec.shape.every((size, axis) => typeof size === 'string' || this.dims[axis] === size);
  }

  private take(byte: number): boolean {
    this.skipSpace();
    if (this.body[this.cursor.at] !== byte) {
      return false;
    }
    this.cursor.at++;
    return true;
  }

  private takeText(text: Buffer): boolean {
    this.skipSpace();
    const { body, cursor } = this;
    for (let index = 0; index < text.length; index++) {
      if (body[cursor.at + index] !== text[index]) {
        return false;
      }
    }
    cursor.at += text.length;
    return true;
  }

  private isAtEnd(): boolean {
    this.skipSpace();
    return this.cursor.at === this.body.length;
  }

  private skipSpace(): void {
    const { body, cursor } = this;
    let { at } = cursor;
    for (let byte = body[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = body[++at]);
    cursor.at = at;
  }
}
