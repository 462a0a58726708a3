import { readSparseTensor, readTensor } from './tensor';
import type { ExternalReference, TensorHeader } from './tensor';
import { readValue } from './value-info';
import type { Value } from './value-info';
import { Wire } from './wire';
import type { WireReader } from './wire';

/** What is counted over a graph, the graphs inside it (bodies of Loop, If, Scan) and the model's own functions. */
export interface Contents {
  readonly opTypes: Map<string, number>;
  parameterCount: number;
  parameterBytes: number;
  readonly external: ExternalReference[];
}

/** What one graph declares. */
export interface GraphHeader {
  readonly inputs: Value[];
  readonly outputs: Value[];
  readonly initializers: Set<string>;
}

export function noContents(): Contents {
  return { opTypes: new Map(), parameterCount: 0, parameterBytes: 0, external: [] };
}

/** The current field is a GraphProto. */
export function readGraph(reader: WireReader, contents: Contents): GraphHeader {
  const graph: GraphHeader = { inputs: [], outputs: [], initializers: new Set() };
  const initializer = (tensor: TensorHeader | undefined) => {
    if (tensor === undefined) return;
    graph.initializers.add(tensor.name);
    count(tensor, contents);
  };
  reader.message((field) => {
    switch (field) {
      case 1:
        readNode(reader, contents);
        break;
      case 5:
        initializer(readTensor(reader));
        break;
      case 11:
        graph.inputs.push(readValue(reader));
        break;
      case 12:
        graph.outputs.push(readValue(reader));
        break;
      case 15:
        initializer(readSparseTensor(reader));
        break;
    }
  });
  return graph;
}

/** The current field is a FunctionProto: operators defined by the model itself. */
export function readFunction(reader: WireReader, contents: Contents): void {
  reader.message((field) => {
    if (field === 7) readNode(reader, contents);
  });
}

/** How a domain of operators is called: the default one has two spellings. */
export function domainName(domain: string): string {
  return domain === '' ? 'ai.onnx' : domain;
}

function readNode(reader: WireReader, contents: Contents): void {
  let type = '';
  let domain = '';
  reader.message((field) => {
    switch (field) {
      case 4:
        type = reader.text();
        break;
      case 5:
        readAttribute(reader, contents);
        break;
      case 7:
        domain = reader.text();
        break;
    }
  });
  const key = domainName(domain) === 'ai.onnx' ? type : `${domain}.${type}`;
  contents.opTypes.set(key, (contents.opTypes.get(key) ?? 0) + 1);
}

function readAttribute(reader: WireReader, contents: Contents): void {
  reader.message((field) => {
    switch (field) {
      case 5: // t, tensors
      case 10:
        count(readTensor(reader), contents);
        break;
      case 6: // g, graphs
      case 11:
        readGraph(reader, contents);
        break;
      case 22: // sparse_tensor, sparse_tensors
      case 23: {
        const tensor = readSparseTensor(reader);
        if (tensor !== undefined) count(tensor, contents);
        break;
      }
      case 7: // floats: where linear and tree operators of ai.onnx.ml keep what they learnt
        if (reader.wireType === Wire.LENGTH || reader.wireType === Wire.FIXED32) countFloats(reader.skip(), contents);
    }
  });
}

function count(tensor: TensorHeader, contents: Contents): void {
  contents.parameterCount += tensor.elements;
  contents.parameterBytes += tensor.bytes;
  if (tensor.external !== undefined) contents.external.push(tensor.external);
}

function countFloats(bytes: number, contents: Contents): void {
  contents.parameterCount += Math.floor(bytes / 4);
  contents.parameterBytes += bytes;
}
