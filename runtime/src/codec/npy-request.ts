import type { Signature, TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import type { Tensor, Tensors } from '../engine/engine';
import { readBinary } from './binary';
import { checkDims } from './dims';
import { elementFault } from './element-fault';
import { writerFor } from './missing';
import { npyElementBytes, npyElementReader } from './npy-element';
import { notNpy, readNpyHeader, type NpyHeader } from './npy-header';
import { onlyInput } from './only-input';
import { checkSharedDimensions } from './shared-dimensions';
import { allocate, elementCount } from './tensor-data';

/** The kinds of elements that need no conversion. */
export const NPY_KINDS: Readonly<Record<Exclude<TensorType, 'string'>, string>> = {
  float32: 'f4',
  float64: 'f8',
  float16: 'f2',
  int8: 'i1',
  int16: 'i2',
  int32: 'i4',
  int64: 'i8',
  uint8: 'u1',
  uint16: 'u2',
  uint32: 'u4',
  uint64: 'u8',
  bool: 'b1',
};

/** One numpy array, as `numpy.save` writes it, as the only input; its numbers are converted where they fit exactly. */
export function readNpyRequest(body: Buffer, signature: Signature): Tensors {
  const spec = onlyInput(signature, 'application/x-npy');
  const header = readNpyHeader(body);
  checkDims(spec, header.dims);
  const elements = body.subarray(header.offset);
  if (elements.length !== elementCount(header.dims) * npyElementBytes(header)) {
    throw notNpy('an array whose size is not its shape');
  }
  const tensors = {
    [spec.name]: isAsWanted(header, spec) ? readBinary(elements, spec, header.dims) : convert(elements, header, spec),
  };
  checkSharedDimensions(tensors, [spec]);
  return tensors;
}

/** Whether an array is taken as it is; so is one that is refused before a look at its elements. */
export function isPlainNpy(body: Buffer, { inputs }: Signature): boolean {
  try {
    return isAsWanted(readNpyHeader(body), inputs[0]);
  } catch {
    return true;
  }
}

function isAsWanted({ kind, size, littleEndian, fortranOrder }: NpyHeader, { type }: TensorSpec): boolean {
  return littleEndian && !fortranOrder && type !== 'string' && NPY_KINDS[type] === `${kind}${size}`;
}

function convert(elements: Buffer, header: NpyHeader, spec: TensorSpec): Tensor {
  const { dims, fortranOrder } = header;
  const read = npyElementReader(header);
  const bytes = npyElementBytes(header);
  const view = new DataView(elements.buffer, elements.byteOffset, elements.length);
  const count = elementCount(dims);
  const data = allocate(spec.type, count);
  const write = writerFor(spec);
  const steps = dims.map((_, axis) => elementCount(dims.slice(0, axis)));
  for (let index = 0; index < count; index++) {
    const from = fortranOrder ? fortranIndex(index, dims, steps) : index;
    const misfit = write(read(view, from * bytes), data, index);
    if (misfit !== undefined) {
      throw elementFault(spec, dims, index, misfit);
    }
  }
  return { type: spec.type, dims, data };
}

/** Where the element at a position of row-by-row order stands in column-by-column order. */
function fortranIndex(index: number, dims: readonly number[], steps: readonly number[]): number {
  let rest = index;
  let at = 0;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    at += (rest % dims[axis]) * steps[axis];
    rest = Math.floor(rest / dims[axis]);
  }
  return at;
}
