import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { missingAt } from './missing';
import { NestedScan } from './nested-scan';
import { Slab } from './slab';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
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

  private readonly mayBeMissing: ((column: number) => boolean) | undefined;

  private constructor(private readonly spec: TensorSpec) {
    this.mayBeMissing = missingAt(spec);
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
    const { target, start } = this.slab.room(body.length >> 1);
    const scan = new NestedScan(body, target, start, this.spec.shape.length, this.mayBeMissing);
    const braces = this.enter(scan);
    return braces > 0 && scan.resume(Infinity) === 'done' ? this.leave(scan, braces) : undefined;
  }

  /** The same in slices, each of about so many bytes; `undefined` comes out between them. */
  *slices(body: Buffer, bytes: number): Generator<undefined, Tensors | undefined> {
    const { target, start } = this.slab.roomApart(body.length >> 1);
    const scan = new NestedScan(body, target, start, this.spec.shape.length, this.mayBeMissing);
    const braces = this.enter(scan);
    if (braces === 0) {
      return undefined;
    }
    for (;;) {
      const state = scan.resume(scan.at + bytes);
      if (state !== 'paused') {
        return state === 'done' ? this.leave(scan, braces) : undefined;
      }
      yield undefined;
    }
  }

  /** Goes to the outermost array; how many braces stand open there, 0 where it is not found. */
  private enter(scan: NestedScan): number {
    if (!scan.take(OPEN_BRACE)) {
      return 0;
    }
    if (scan.takeText(this.instances)) {
      return scan.take(COLON) ? 1 : 0;
    }
    const isNamed =
      scan.takeText(this.inputs) &&
      scan.take(COLON) &&
      scan.take(OPEN_BRACE) &&
      scan.takeText(this.name) &&
      scan.take(COLON);
    return isNamed ? 2 : 0;
  }

  private leave(scan: NestedScan, braces: number): Tensors | undefined {
    const { name, shape } = this.spec;
    const isClosed = scan.take(CLOSE_BRACE) && (braces === 1 || scan.take(CLOSE_BRACE)) && scan.isAtEnd();
    const { dims } = scan;
    if (!isClosed || !shape.every((size, axis) => typeof size === 'string' || dims[axis] === size)) {
      return undefined;
    }
    return { [name]: { type: 'float32', dims, data: this.slab.keep(scan.target, scan.count) } };
  }
}
