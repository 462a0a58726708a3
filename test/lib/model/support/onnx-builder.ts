/** Writes protocol-buffers bytes by hand, so that tests can write what no exporter would. */
export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

export function int(field: number, value: number | bigint): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/** Tag and length of a value whose bytes come from elsewhere. */
export function announce(field: number, length: number): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(length)]);
}

export function bytes(field: number, value: Buffer | string): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([announce(field, content.length), content]);
}

export function message(field: number, ...parts: Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

export const FLOAT = 1;
export const INT64 = 7;
export const STRING = 8;

/** Fields of a TensorProto, data not included. */
export function tensor(name: string, dims: readonly number[], type = FLOAT): Buffer {
  return Buffer.concat([...dims.map((dim) => int(1, dim)), int(2, type), bytes(8, name)]);
}

/** Fields of a TensorProto of floats with its data. */
export function floats(name: string, dims: readonly number[]): Buffer {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return Buffer.concat([tensor(name, dims), bytes(9, Buffer.alloc(4 * count))]);
}

/** Fields of a TensorProto whose data lie in another file. */
export function external(name: string, dims: readonly number[], entries: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(entries).map(([key, value]) => message(13, bytes(1, key), bytes(2, value)));
  return Buffer.concat([tensor(name, dims), ...pairs, int(14, 1)]);
}

/** A dimension: a size, a name, or nothing said. */
export type Dim = number | string | undefined;

/** Fields of a ValueInfoProto of a tensor. */
export function value(name: string, shape: readonly Dim[] | undefined, type = FLOAT): Buffer {
  const dim = (size: Dim) =>
    size === undefined ? message(1) : message(1, typeof size === 'number' ? int(1, size) : bytes(2, size));
  const declared = shape === undefined ? [] : [message(2, ...shape.map(dim))];
  return Buffer.concat([bytes(1, name), message(2, message(1, int(1, type), ...declared))]);
}

/** Fields of a NodeProto. `attributes` are the fields of AttributeProtos. */
export function node(type: string, attributes: readonly Buffer[] = [], domain = ''): Buffer {
  const named = domain === '' ? [] : [bytes(7, domain)];
  return Buffer.concat([bytes(4, type), ...attributes.map((attribute) => message(5, attribute)), ...named]);
}

export interface GraphParts {
  readonly nodes?: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
  readonly inputs?: readonly Buffer[];
  readonly outputs?: readonly Buffer[];
}

/** Fields of a GraphProto. */
export function graph({ nodes = [], initializers = [], inputs = [], outputs = [] }: GraphParts): Buffer {
  return Buffer.concat([
    ...nodes.map((part) => message(1, part)),
    ...initializers.map((part) => message(5, part)),
    ...inputs.map((part) => message(11, part)),
    ...outputs.map((part) => message(12, part)),
  ]);
}

/** A graph from one input to one output of the shape that most tests need. */
export const SMALL: GraphParts = {
  nodes: [node('Gemm')],
  initializers: [floats('w', [3, 2])],
  inputs: [value('x', ['batch', 3])],
  outputs: [value('y', ['batch', 2])],
};

/** A whole .onnx file. */
export function model(parts: GraphParts = SMALL, irVersion = 8): Buffer {
  return Buffer.concat([int(1, irVersion), message(7, graph(parts)), message(8, bytes(1, ''), int(2, 17))]);
}
