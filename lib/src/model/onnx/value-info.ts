import type { TensorType } from '../manifest';
import { dataType } from './data-types';
import { invalid } from './faults';
import { MAX_RANK } from './tensor';
import type { WireReader } from './wire';

/** An input or output as a ValueInfoProto declares it. */
export interface Value {
  readonly name: string;
  /** What it is, in words: an element type, or `sequence`, `map`, … */
  readonly kind: string;
  /** Its type in a signature, where requests and answers can carry it. */
  readonly type?: TensorType;
  /** Sizes and names of dimensions; absent where the graph leaves even their number open. */
  readonly shape?: (number | string)[];
}

const KINDS: Readonly<Record<number, string>> = {
  4: 'sequence',
  5: 'map',
  7: 'opaque value',
  8: 'sparse tensor',
  9: 'optional value',
};

/** The current field is a ValueInfoProto. */
export function readValue(reader: WireReader): Value {
  let name = '';
  let kind = 'value without a type';
  let tensor: TensorDeclaration | undefined;
  reader.message((field) => {
    if (field === 1) name = reader.text();
    if (field !== 2) return;
    reader.message((of) => {
      if (of === 1) tensor = readTensorType(reader);
      else if (of in KINDS) kind = KINDS[of];
    });
  });
  if (tensor === undefined) return { name, kind };
  const type = dataType(tensor.code);
  // A dimension without a name still needs one: signatures tell dimensions apart by name.
  const shape = tensor.dims?.map((dim, axis) => dim ?? `${name}_dim_${axis}`);
  return { name, kind: type.name, type: type.served, shape };
}

interface TensorDeclaration {
  readonly code: number;
  readonly dims?: (number | string | undefined)[];
}

function readTensorType(reader: WireReader): TensorDeclaration {
  let code = 0;
  let dims: (number | string | undefined)[] | undefined;
  reader.message((field) => {
    if (field === 1) code = reader.integer();
    if (field !== 2) return;
    const shape: (number | string | undefined)[] = (dims = []);
    reader.message((of) => {
      if (of !== 1) return;
      if (shape.push(readDimension(reader)) > MAX_RANK) {
        throw invalid(reader.file, `a value of more than ${MAX_RANK} dimensions`);
      }
    });
  });
  return { code, dims };
}

function readDimension(reader: WireReader): number | string | undefined {
  let dimension: number | string | undefined;
  reader.message((field) => {
    if (field === 1) dimension = reader.integer();
    if (field === 2) dimension = reader.text();
  });
  // Some exporters write -1 or an empty name for a size that is not known. A 0 is a size: onnxruntime insists on it.
  if (typeof dimension === 'number' && dimension < 0) return undefined;
  return dimension === '' ? undefined : dimension;
}
