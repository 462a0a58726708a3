import { dataType } from './data-types';
import type { DataType } from './data-types';
import { invalid } from './faults';
import { Wire } from './wire';
import type { WireReader } from './wire';

/** What a TensorProto says about itself, without its data. */
export interface TensorHeader {
  readonly name: string;
  readonly elements: number;
  /** Bytes of its data, wherever they lie. */
  readonly bytes: number;
  readonly external?: ExternalReference;
}

/** Where a tensor's data lies outside the .onnx file. */
export interface ExternalReference {
  readonly tensor: string;
  /** Path relative to the .onnx file, as written there. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** Dimensions of a tensor; no framework makes more than 64. */
export const MAX_RANK = 64;

const EXTERNAL = 1;

/** The current field is a TensorProto. */
export function readTensor(reader: WireReader): TensorHeader {
  const dims: number[] = [];
  const external = new Map<string, string>();
  let name = '';
  let type = 0;
  let raw: number | undefined;
  let typed = 0;
  let strings = 0;
  let location = 0;
  reader.message((field) => {
    switch (field) {
      case 1:
        reader.integers((value) => {
          if (dims.push(value) > MAX_RANK) throw invalid(reader.file, `a tensor of more than ${MAX_RANK} dimensions`);
        });
        break;
      case 2:
        type = reader.integer();
        break;
      case 6:
        strings += reader.skip();
        typed += 1;
        break;
      case 4: // float_data, int32_data, int64_data, double_data, uint64_data
      case 5:
      case 7:
      case 10:
      case 11:
        typed += reader.skip();
        break;
      case 8:
        name = reader.text();
        break;
      case 9:
        if (reader.wireType === Wire.LENGTH) raw = reader.skip();
        break;
      case 13:
        readEntry(reader, external);
        break;
      case 14:
        location = reader.integer();
        break;
    }
  });
  const elements = countElements(dims, name, reader.file);
  const size = sizeOf(elements, dataType(type));
  const header = { name, elements };
  if (location === EXTERNAL) {
    const reference = readReference(name, external, size, reader.file);
    return { ...header, bytes: reference.length, external: reference };
  }
  if (raw !== undefined) {
    if (size !== undefined && raw !== size) {
      throw invalid(reader.file, `tensor "${name}" of ${size} bytes with ${raw} bytes of data`);
    }
    return { ...header, bytes: raw };
  }
  if (typed === 0 && elements > 0) throw invalid(reader.file, `tensor "${name}" without data`);
  return { ...header, bytes: size ?? strings };
}

/** The current field is a SparseTensorProto: the header of its values. */
export function readSparseTensor(reader: WireReader): TensorHeader | undefined {
  let values: TensorHeader | undefined;
  reader.message((field) => {
    if (field === 1) values = readTensor(reader);
  });
  return values;
}

function readEntry(reader: WireReader, into: Map<string, string>): void {
  let key = '';
  let value = '';
  reader.message((field) => {
    if (field === 1) key = reader.text();
    if (field === 2) value = reader.text();
  });
  into.set(key, value);
}

function readReference(
  tensor: string,
  entries: ReadonlyMap<string, string>,
  size: number | undefined,
  file: string,
): ExternalReference {
  const location = entries.get('location');
  if (location === undefined || location === '') throw invalid(file, `tensor "${tensor}" external without a location`);
  const number = (key: string, otherwise: number) => {
    const text = entries.get(key);
    if (text === undefined) return otherwise;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (!Number.isSafeInteger(value)) throw invalid(file, `tensor "${tensor}" external with ${key} "${text}"`);
    return value;
  };
  const length = number('length', size ?? 0);
  if (size !== undefined && length !== size) {
    throw invalid(file, `tensor "${tensor}" of ${size} bytes with ${length} bytes of external data`);
  }
  return { tensor, location, offset: number('offset', 0), length };
}

function countElements(dims: readonly number[], tensor: string, file: string): number {
  // A zero anywhere makes an empty tensor, however large the others are.
  const elements = dims.includes(0) ? 0 : dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(elements)) {
    throw invalid(file, `tensor "${tensor}" of shape [${dims.join(', ')}]`);
  }
  return elements;
}

function sizeOf(elements: number, type: DataType): number | undefined {
  return type.bits === undefined ? undefined : Math.ceil((elements * type.bits) / 8);
}
