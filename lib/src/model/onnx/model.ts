import type { TensorSpec } from '../manifest';
import { checkExternalData } from './external-data';
import { invalid, truncated } from './faults';
import { domainName, noContents, readFunction, readGraph } from './graph';
import type { Contents, GraphHeader } from './graph';
import { withFile } from './source';
import type { ByteSource } from './source';
import type { Value } from './value-info';
import { Wire, WireReader } from './wire';

/** What a .onnx file says about its model. The weights are not among it. */
export interface OnnxGraph {
  readonly irVersion: number;
  /** Name and version of what wrote the file; empty where it does not say. */
  readonly producer: string;
  /** Version of each operator set; the default domain is called `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  /** What a request must bring: inputs with a value of their own in the file are not among them. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Inputs and outputs no signature can declare, because requests and answers cannot carry them. */
  readonly unservable: readonly UnservableValue[];
  /** Uses of each operator, also inside loops, branches and functions; `domain.Name` outside the default domain. */
  readonly opTypes: Readonly<Record<string, number>>;
  /** Numbers the model holds: initializers, constants, and lists of floats in operators (trees, linear models). */
  readonly parameterCount: number;
  /** Bytes these take, in the file and in external data. */
  readonly parameterBytes: number;
  /** Files with external data, relative to the .onnx file, with forward slashes, sorted. */
  readonly externalFiles: readonly string[];
}

/** What an onnxruntime has to know in order to load a model. */
export type OnnxVersions = Pick<OnnxGraph, 'irVersion' | 'opsets'>;

/** A tensor as the graph declares it. */
export interface GraphValue extends TensorSpec {
  /** The graph leaves the number of dimensions open; `shape` is empty. */
  readonly shapeUnknown?: boolean;
}

export interface UnservableValue {
  readonly role: 'input' | 'output';
  readonly name: string;
  /** What it is: `sequence`, `map`, `bfloat16`, … */
  readonly kind: string;
}

/**
 * Reads the header of a .onnx file and checks its external data. Neither time nor memory depends on the size of the
 * weights. `name` is how messages call the file.
 */
export function readOnnx(file: string, name: string = file): OnnxGraph {
  const { graph, external } = withFile(file, name, (source) => parseOnnx(source, name));
  return { ...graph, externalFiles: checkExternalData(external, file, name) };
}

/** Reads a model from any source of bytes, without looking at external data. */
export function parseOnnx(source: ByteSource, name: string): { graph: OnnxGraph; external: Contents['external'] } {
  if (source.size === 0) throw truncated(name, 0);
  refuseOtherFiles(source, name);
  const contents = noContents();
  const opsets = new Map<string, number>();
  const producer: string[] = [];
  let irVersion = 0;
  let header: GraphHeader | undefined;
  const reader = new WireReader(source, name);
  reader.fields((field) => {
    switch (field) {
      case 1:
        irVersion = reader.integer();
        break;
      case 2: // producer_name, producer_version
      case 3:
        producer[field] = reader.text();
        break;
      case 7:
        if (header !== undefined) throw invalid(name, 'more than one graph');
        header = readGraph(reader, contents);
        break;
      case 8:
        readOpset(reader, opsets);
        break;
      case 25:
        readFunction(reader, contents);
        break;
    }
  });
  if (header === undefined) throw invalid(name, 'no graph in it');
  if (irVersion < 1) throw invalid(name, 'no ir_version in it');
  if (irVersion >= 3 && opsets.size === 0) throw invalid(name, 'no opset_import in it: cut off, perhaps');
  const { initializers, outputs } = header;
  // Files of IR version 3 and older list every initializer among the inputs, newer ones may.
  const inputs = header.inputs.filter((input) => !initializers.has(input.name));
  const graph = {
    irVersion,
    producer: producer.filter((part) => part !== undefined && part !== '').join(' '),
    opsets: Object.fromEntries(opsets),
    inputs: inputs.flatMap(servable),
    outputs: outputs.flatMap(servable),
    unservable: [...unservable('input', inputs), ...unservable('output', outputs)],
    opTypes: Object.fromEntries([...contents.opTypes].sort(([a], [b]) => (a < b ? -1 : 1))),
    parameterCount: contents.parameterCount,
    parameterBytes: contents.parameterBytes,
    externalFiles: [],
  };
  return { graph, external: contents.external };
}

function readOpset(reader: WireReader, opsets: Map<string, number>): void {
  let domain = '';
  let version = 0;
  reader.message((field) => {
    if (field === 1) domain = reader.text();
    if (field === 2) version = reader.integer();
  });
  opsets.set(domainName(domain), version);
}

function servable({ name, type, shape }: Value): GraphValue[] {
  if (type === undefined) return [];
  return [shape === undefined ? { name, type, shape: [], shapeUnknown: true } : { name, type, shape }];
}

function unservable(role: 'input' | 'output', values: readonly Value[]): UnservableValue[] {
  return values.filter(({ type }) => type === undefined).map(({ name, kind }) => ({ role, name, kind }));
}

/** Fields of ModelProto that a file can begin with, and their wire types. */
const FIRST_FIELDS: Readonly<Record<number, number>> = {
  1: Wire.VARINT,
  2: Wire.LENGTH,
  3: Wire.LENGTH,
  4: Wire.LENGTH,
  5: Wire.VARINT,
  6: Wire.LENGTH,
  7: Wire.LENGTH,
  8: Wire.LENGTH,
  14: Wire.LENGTH,
};

/** Tells what is plainly something else from a model that was cut off. */
function refuseOtherFiles(source: ByteSource, name: string): void {
  const start = new Uint8Array(Math.min(source.size, 64));
  source.read(start, 0);
  if (Buffer.from(start).toString('latin1').startsWith('version https://git-lfs')) {
    throw invalid(name, 'a Git LFS pointer, not the model itself; `git lfs pull` fetches it');
  }
  if (FIRST_FIELDS[start[0] >> 3] !== (start[0] & 7)) throw invalid(name, 'another format');
}
