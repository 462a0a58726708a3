import type { Tensor, TensorData } from '../engine/engine';
import { binaryOf } from './binary';
import { NPY_KINDS } from './npy-request';

/** Elements start at a multiple of this, as numpy writes them. */
const ALIGNMENT = 64;
const PRELUDE_BYTES = 10;

/** A tensor as `numpy.save` would write it. */
export function toNpy({ type, dims, data }: Tensor): Buffer {
  const [kind, elements] =
    type === 'string' ? unicode(data as string[]) : [NPY_KINDS[type], binaryOf(data as Exclude<TensorData, string[]>)];
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
  const order = kind.endsWith('1') && type !== 'string' ? '|' : '<';
  const text = `{'descr': '${order}${kind}', 'fortran_order': False, 'shape': ${shape}, }`;
  const total = Math.ceil((PRELUDE_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.alloc(total, ' ');
  header.write('\x93NUMPY\x01\x00', 0, 'latin1');
  header.writeUInt16LE(total - PRELUDE_BYTES, 8);
  header.write(text, PRELUDE_BYTES, 'latin1');
  header[total - 1] = 0x0a;
  return Buffer.concat([header, elements]);
}

function unicode(texts: readonly string[]): [kind: string, elements: Buffer] {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  const size = points.reduce((most, { length }) => Math.max(most, length), 1);
  const elements = Buffer.alloc(texts.length * size * 4);
  points.forEach((characters, index) =>
    characters.forEach((point, at) => elements.writeUInt32LE(point, (index * size + at) * 4)),
  );
  return [`U${size}`, elements];
}
