import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensor } from '../../engine/engine';
import { Fault } from '../../errors';
import { readBinary } from '../binary';
import { shapeText } from '../describe-shape';
import { checkDims, shapeMismatch, sizeMismatch } from '../dims';
import { kindOf } from '../element';
import { elementFault } from '../element-fault';
import { writerFor } from '../missing';
import { isNamedRow, type NamedRow } from '../named-row';
import { toTensor } from '../nested';
import { allocate, elementCount } from '../tensor-data';
import { readStrings } from './bytes';
import { DATATYPES, knownDatatype } from './datatypes';

/** One input, from its JSON or from the first bytes of `binary`; and how many bytes it took of those. */
export function readInput(
  { shape, datatype, data, parameters }: NamedRow,
  binary: Buffer,
  spec: TensorSpec,
): { readonly tensor: Tensor; readonly bytes: number } {
  if (datatype !== DATATYPES[spec.type]) {
    const expected = DATATYPES[spec.type];
    const got = datatype === undefined ? 'nothing' : knownDatatype(datatype);
    throw new Fault('TypeMismatch', `Input '${spec.name}': expected the datatype ${expected}, got ${got}.`, {
      field: spec.name,
      expected,
      got,
    });
  }
  const dims = readShape(shape, spec);
  checkDims(spec, dims);
  const size = isNamedRow(parameters) ? parameters.binary_data_size : undefined;
  if (size === undefined) {
    return { tensor: fromJson(data, dims, spec), bytes: 0 };
  }
  if (data !== undefined || typeof size !== 'number' || !Number.isInteger(size) || !(size >= 0)) {
    throw dataFault(spec, "either 'data' or an integer 'binary_data_size'", data === undefined ? kindOf(size) : 'both');
  }
  if (size > binary.length) {
    throw dataFault(spec, `${size} bytes behind the JSON`, `${binary.length} bytes`);
  }
  const bytes = binary.subarray(0, size);
  if (spec.type === 'string') {
    const texts = readStrings(bytes, spec, elementCount(dims));
    return { tensor: { type: 'string', dims, data: texts }, bytes: size };
  }
  return { tensor: readBinary(bytes, spec, dims), bytes: size };
}

function readShape(shape: unknown, spec: TensorSpec): number[] {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw shapeMismatch(spec, Array.isArray(shape) ? 'other values' : kindOf(shape));
  }
  return shape as number[];
}

/** The protocol allows nested arrays and, as most clients send them, all elements in one. */
function fromJson(data: unknown, dims: readonly number[], spec: TensorSpec): Tensor {
  if (!Array.isArray(data)) {
    throw dataFault(spec, 'array', kindOf(data));
  }
  if (Array.isArray(data[0])) {
    const tensor = toTensor(data, spec);
    if (tensor.dims.some((size, axis) => size !== dims[axis])) {
      throw shapeMismatch(spec, shapeText(tensor.dims), shapeText(dims));
    }
    return tensor;
  }
  const count = elementCount(dims);
  if (data.length !== count) {
    throw sizeMismatch(spec, `${data.length} elements`, `${count} elements, as its shape says`);
  }
  const target = allocate(spec.type, count);
  const write = writerFor(spec);
  for (let index = 0; index < count; index++) {
    const misfit = write(data[index], target, index);
    if (misfit !== undefined) {
      throw elementFault(spec, dims, index, misfit);
    }
  }
  return { type: spec.type, dims, data: target };
}

function dataFault(spec: TensorSpec, expected: string, got: string): Fault {
  return new Fault('BodyInvalid', `Input '${spec.name}': expected ${expected}, got ${got}.`, {
    field: spec.name,
    expected,
    got,
  });
}
