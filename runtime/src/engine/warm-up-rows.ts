import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { allocate, elementCount } from '../codec/tensor-data';
import { toFloat16 } from '../codec/float16';
import { batchAxis } from './batching';
import type { Tensor, TensorData, Tensors } from './engine';
import { sliceData } from './join-data';

/** Enough for neighbours to differ. */
const COUNT = 8;
/** One row of this length is timed where the length varies, as in a text. */
const VARYING_SIZE = 128;

/** Requests of one row and one shape to try a model with. */
export interface WarmUpRows {
  readonly first: Tensors;
  /** With the first. Most of a large model's time to start would be theirs, so they are made up once a batch is tried. */
  readonly all: () => readonly Tensors[];
}

/**
 * Recorded requests, or made-up ones where too few are recorded. A model whose requests cannot go together gets one
 * request as it is.
 */
export function warmUpRows(signature: Signature, recorded: readonly Tensors[]): WarmUpRows {
  const known = batchAxis(signature) === undefined ? recorded.slice(0, 1) : alikeRows(recorded);
  const first = known.at(0) ?? madeUp(signature, 0);
  let all = known.length > 0 ? known : undefined;
  return { first, all: () => (all ??= [first, ...madeUpRows(signature)]) };
}

/** At least half as many as are wanted differ; otherwise they are repeated. */
function alikeRows(recorded: readonly Tensors[]): Tensors[] {
  const rows = recorded.slice(0, COUNT).flatMap((feeds) => singleRows(feeds));
  const shape = rows.length === 0 ? undefined : shapeOf(rows[0]);
  const alike = rows.filter((row) => shapeOf(row) === shape).slice(0, COUNT);
  return alike.length >= COUNT / 2 || alike.length === 0
    ? alike
    : Array.from({ length: COUNT }, (_, position) => alike[position % alike.length]);
}

/** All but the first. */
function madeUpRows(signature: Signature): Tensors[] {
  return Array.from({ length: batchAxis(signature) === undefined ? 0 : COUNT - 1 }, (_, position) =>
    madeUp(signature, position + 1),
  );
}

function singleRows(feeds: Tensors): Tensors[] {
  const names = Object.keys(feeds);
  const count = Math.min(COUNT, feeds[names[0]].dims[0]);
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, rowOf(feeds[name], row)])),
  );
}

function rowOf({ type, dims, data }: Tensor, row: number): Tensor {
  const width = data.length / dims[0];
  return { type, dims: [1, ...dims.slice(1)], data: sliceData(data, row * width, (row + 1) * width) };
}

function shapeOf(feeds: Tensors): string {
  return Object.values(feeds)
    .map(({ dims }) => dims.join())
    .join(';');
}

function madeUp({ inputs }: Signature, seed: number): Tensors {
  return Object.fromEntries(inputs.map((spec) => [spec.name, madeUpTensor(spec, seed)]));
}

function madeUpTensor({ type, shape }: TensorSpec, seed: number): Tensor {
  const dims = shape.map((size, axis) => (typeof size === 'number' ? size : axis === 0 ? 1 : VARYING_SIZE));
  const data = allocate(type, elementCount(dims));
  fill(data, type, seed);
  return { type, dims, data };
}

/** So many elements are made up and then repeated: no start waits for millions. A prime, so that few rows inside are alike. */
const PERIOD = 4093;

/** Floats between -1 and 1, the same at every start; integers 0 and 1, which are valid as any category or token. */
function fill(data: TensorData, type: Tensor['type'], seed: number): void {
  let state = seed + 1;
  const count = Math.min(PERIOD, data.length);
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const bit = state >>> 31;
    const real = state / 2 ** 31 - 1;
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
      data[index] = BigInt(bit);
    } else if (type === 'float16') {
      (data as Uint16Array)[index] = toFloat16(real);
    } else if (!Array.isArray(data)) {
      data[index] = type === 'float32' || type === 'float64' ? real : bit;
    }
  }
  for (let filled = count; filled < data.length; filled *= 2) {
    data.copyWithin(filled, 0, filled);
  }
}
