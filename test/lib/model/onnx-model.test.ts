import { parseOnnx } from '@inference-constructs/core/out/model/onnx/model';
import type { OnnxGraph } from '@inference-constructs/core/out/model/onnx/model';
import {
  bytes,
  external,
  floats,
  FLOAT,
  graph,
  int,
  INT64,
  message,
  model,
  node,
  SMALL,
  STRING,
  tensor,
  value,
} from './support/onnx-builder';
import type { Dim, GraphParts } from './support/onnx-builder';
import { memorySource } from './support/sources';

function parse(file: Buffer): OnnxGraph {
  return parseOnnx(memorySource(file), 'model.onnx').graph;
}

const parts = (changes: GraphParts) => parse(model({ ...SMALL, ...changes }));

test('reads what a model says about itself', () => {
  const file = Buffer.concat([
    int(1, 8),
    bytes(2, 'pytorch'),
    bytes(3, '2.5.1'),
    message(7, graph(SMALL)),
    message(8, bytes(1, ''), int(2, 17)),
    message(8, bytes(1, 'ai.onnx.ml'), int(2, 3)),
  ]);
  expect(parse(file)).toEqual({
    irVersion: 8,
    producer: 'pytorch 2.5.1',
    opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 3] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', 2] }],
    unservable: [],
    opTypes: { Gemm: 1 },
    parameterCount: 6,
    parameterBytes: 24,
    externalFiles: [],
  });
});

test.each<[string, readonly Dim[], readonly (number | string)[]]>([
  ['a fixed size', [3], [3]],
  ['a name', ['batch'], ['batch']],
  ['nothing', [undefined], ['x_dim_0']],
  ['an empty name', [1, ''], [1, 'x_dim_1']],
  ['-1, as some exporters write', [-1, 3], ['x_dim_0', 3]],
  ['0, which onnxruntime takes at its word', [0, 3], [0, 3]],
  ['a scalar', [], []],
])('reads a dimension that is %s', (_, written, read) => {
  expect(parts({ inputs: [value('x', written)] }).inputs).toEqual([{ name: 'x', type: 'float32', shape: read }]);
});

test('tells an open number of dimensions from a scalar', () => {
  expect(parts({ outputs: [value('y', undefined)] }).outputs).toEqual([
    { name: 'y', type: 'float32', shape: [], shapeUnknown: true },
  ]);
});

test.each([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
])('reads element type %i as %s', (code, name) => {
  expect(parts({ inputs: [value('x', ['n'], code)] }).inputs[0].type).toBe(name);
});

test('names inputs and outputs that no request can carry', () => {
  const sequence = Buffer.concat([bytes(1, 'probabilities'), message(2, message(4))]);
  const untyped = bytes(1, 'nothing');
  const result = parts({
    inputs: [value('x', ['n'], 16)],
    outputs: [sequence, untyped, value('later', ['n'], 99)],
  });
  expect(result.inputs).toEqual([]);
  expect(result.unservable).toEqual([
    { role: 'input', name: 'x', kind: 'bfloat16' },
    { role: 'output', name: 'probabilities', kind: 'sequence' },
    { role: 'output', name: 'nothing', kind: 'value without a type' },
    { role: 'output', name: 'later', kind: 'type 99' },
  ]);
});

test.each([3, 8])('leaves initializers out of the inputs (IR version %i)', (irVersion) => {
  const inputs = [value('x', ['batch', 3]), value('w', [3, 2]), value('s', [4])];
  const sparse = message(15, message(1, floats('s', [2])), message(2, tensor('', [2], INT64)), int(3, 4));
  const content = Buffer.concat([graph({ ...SMALL, inputs }), sparse]);
  const file = Buffer.concat([int(1, irVersion), message(7, content), message(8, int(2, 17))]);
  expect(parse(file).inputs.map(({ name }) => name)).toEqual(['x']);
});

describe('operators', () => {
  const body = (...nodes: Buffer[]) => message(6, graph({ nodes, initializers: [floats('b', [5])] }));

  test('are counted inside branches and loops, as are their parameters', () => {
    const inner = node('Loop', [body(node('Add'), node('Add'))]);
    const result = parts({ nodes: [node('If', [body(node('Relu')), body(inner)]), node('Add')] });
    expect(result.opTypes).toEqual({ Add: 3, If: 1, Loop: 1, Relu: 1 });
    expect(result.parameterCount).toBe(6 + 3 * 5);
  });

  test('are counted in lists of graphs', () => {
    const graphs = Buffer.concat([message(11, graph({ nodes: [node('Abs')] })), message(11, graph({}))]);
    expect(parts({ nodes: [node('Custom', [graphs], 'com.example')] }).opTypes).toEqual({
      Abs: 1,
      'com.example.Custom': 1,
    });
  });

  test('are counted in the functions of the model', () => {
    const file = Buffer.concat([model(), message(25, bytes(1, 'F'), message(7, node('Mul')), bytes(10, 'local'))]);
    expect(parse(file).opTypes).toEqual({ Gemm: 1, Mul: 1 });
  });

  test('of the default domain have one name, however the domain is spelled', () => {
    const nodes = [node('Add'), node('Add', [], 'ai.onnx'), node('Add', [], 'com.example')];
    expect(parts({ nodes }).opTypes).toEqual({ Add: 2, 'com.example.Add': 1 });
  });

  test('may have any name', () => {
    expect(Object.entries(parts({ nodes: [node('__proto__'), node('constructor')] }).opTypes)).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
    ]);
  });
});

describe('parameters', () => {
  const packed = (field: number, length: number) => bytes(field, Buffer.alloc(length));
  const cases: [string, Buffer, number, number][] = [
    ['raw data', floats('w', [4, 5]), 20, 80],
    ['a scalar', floats('w', []), 1, 4],
    ['an empty tensor', floats('w', [0, 5]), 0, 0],
    ['packed dimensions', Buffer.concat([bytes(1, Buffer.from([4, 5])), int(2, 1), packed(9, 80)]), 20, 80],
    ['packed float_data', Buffer.concat([tensor('w', [3]), packed(4, 12)]), 3, 12],
    ['int64_data as varints', Buffer.concat([tensor('w', [2], INT64), int(7, 1), int(7, -1)]), 2, 16],
    ['halves in int32_data', Buffer.concat([tensor('w', [2], 10), packed(5, 2)]), 2, 4],
    ['texts', Buffer.concat([tensor('w', [2], STRING), bytes(6, 'ab'), bytes(6, 'c')]), 2, 3],
    ['odd numbers of 4-bit integers', Buffer.concat([tensor('w', [3], 22), packed(9, 2)]), 3, 2],
    ['a type of later versions', Buffer.concat([tensor('w', [3], 99), packed(9, 7)]), 3, 7],
    ['external data', external('w', [10], { location: 'w.bin', length: '40' }), 10, 40],
    ['external data without a length', external('w', [10], { location: 'w.bin' }), 10, 40],
  ];
  test.each(cases)('in %s', (_, initializer, count, size) => {
    const result = parts({ initializers: [initializer] });
    expect([result.parameterCount, result.parameterBytes]).toEqual([count, size]);
  });

  test.each<[string, Buffer, number]>([
    ['constants', message(5, floats('', [7])), 7],
    ['lists of tensors', Buffer.concat([message(10, floats('', [2])), message(10, floats('', [3]))]), 5],
    ['sparse constants', message(22, message(1, floats('', [2])), int(3, 100)), 2],
    ['packed floats of an operator', bytes(7, Buffer.alloc(12)), 3],
    ['floats one by one', Buffer.from([61, 0, 0, 0, 0, 61, 0, 0, 0, 0]), 2],
  ])('in %s', (_, attribute, count) => {
    expect(parts({ nodes: [node('Constant', [attribute])], initializers: [] }).parameterCount).toBe(count);
  });
});

test('passes over fields of later versions', () => {
  const later = Buffer.concat([
    int(900, 5),
    bytes(901, 'later'),
    Buffer.from([0xb5, 0x38, 1, 2, 3, 4]), // 902, 32 bits
    Buffer.from([0xb9, 0x38, 1, 2, 3, 4, 5, 6, 7, 8]), // 903, 64 bits
  ]);
  const file = Buffer.concat([int(1, 13), later, message(7, graph(SMALL), later), message(8, int(2, 25)), later]);
  expect(parse(file)).toMatchObject({ irVersion: 13, parameterCount: 6, opsets: { 'ai.onnx': 25 } });
});

test('reads fields in any order', () => {
  const file = Buffer.concat([message(8, int(2, 17), bytes(1, '')), message(7, graph(SMALL)), int(1, 8)]);
  expect(parse(file)).toEqual(parse(model()));
});

test('names in any script', () => {
  expect(parts({ inputs: [value('größe', ['Zeilen', 3], FLOAT)] }).inputs[0].name).toBe('größe');
});
