import type { Signature } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { ELEMENT_BYTES, readBinary } from './binary';
import { checkDims, sizeMismatch } from './dims';
import { needs, onlyInput } from './only-input';
import { elementCount } from './tensor-data';

const TYPE = 'application/octet-stream';

/** The bare bytes of the only input: their number tells how many rows there are. */
export function readRawRequest(body: Buffer, signature: Signature): Tensors {
  const spec = onlyInput(signature, TYPE);
  const [first, ...rest] = spec.shape;
  const { type } = spec;
  const row = rest.filter((size) => typeof size === 'number');
  if (type === 'string' || row.length < rest.length) {
    throw needs(TYPE, 'one input whose rows have a fixed size');
  }
  const rowBytes = elementCount(row) * ELEMENT_BYTES[type];
  const rows = typeof first === 'number' ? first : Math.floor(body.length / rowBytes);
  if (body.length !== rows * rowBytes) {
    const expected = typeof first === 'number' ? `${rows * rowBytes} bytes` : `a multiple of ${rowBytes} bytes`;
    throw sizeMismatch(spec, `${body.length} bytes`, expected);
  }
  // A scalar has no axis at all.
  const dims = first === undefined ? [] : [rows, ...row];
  checkDims(spec, dims);
  return { [spec.name]: readBinary(body, spec, dims) };
}
