import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphParts } from '../../lib/model/support/onnx-builder';
import { bytes, FLOAT, floats, graph, int, INT64, message, node, value } from '../../lib/model/support/onnx-builder';

/** A node with the names of its input and its output. */
function step(type: string, input: string, output: string): Buffer {
  return Buffer.concat([bytes(1, input), bytes(2, output), node(type)]);
}

interface Input {
  readonly name: string;
  readonly type: 'float32' | 'int64';
  readonly shape: readonly (number | string)[];
  readonly features?: readonly string[];
}

interface Output extends Input {
  readonly operator: string;
  /** What it is made of. */
  readonly of: string;
}

/** A model whose outputs are each made of one input by one operator. */
function write(
  parent: string,
  name: string,
  inputs: readonly Input[],
  outputs: readonly Output[],
  more: Readonly<Record<string, unknown>> = {},
): string {
  const directory = join(parent, name);
  const describe = ({ name: tensor, shape, type }: Input): Buffer =>
    value(tensor, shape, type === 'int64' ? INT64 : FLOAT);
  const parts = {
    nodes: outputs.map((output) => step(output.operator, output.of, output.name)),
    inputs: inputs.map(describe),
    outputs: outputs.map(describe),
  };
  writeGraph(directory, parts);
  const plain = ({ name: tensor, type, shape, features }: Input): Input => ({ name: tensor, type, shape, features });
  const signature = { inputs: inputs.map(plain), outputs: outputs.map(plain) };
  writeFileSync(join(directory, 'model.json'), JSON.stringify({ name, version: '1.0.0', signature, ...more }));
  return directory;
}

function writeGraph(directory: string, parts: GraphParts): void {
  const opset = message(8, bytes(1, ''), int(2, 17));
  mkdirSync(directory);
  writeFileSync(
    join(directory, 'model.onnx'),
    Buffer.concat([int(1, 8), message(7, Buffer.concat([graph(parts), bytes(2, 'made')])), opset]),
  );
}

const AGES = ['batch', 2];

/** Answers `y`, as `x`; with `mayFail`, 0 for whatever is below 3, and it fails on what is not. */
function agesModel(directory: string, mayFail: boolean, manifest: object): void {
  const toInteger = [Buffer.concat([bytes(1, 'to'), int(3, INT64), int(20, 2)])];
  const lookUp = [
    Buffer.concat([bytes(1, 'x'), bytes(2, 'place'), node('Cast', toInteger)]),
    Buffer.concat([bytes(1, 'table'), bytes(1, 'place'), bytes(2, 'y'), node('Gather')]),
  ];
  writeGraph(directory, {
    nodes: mayFail ? lookUp : [step('Identity', 'x', 'y')],
    initializers: mayFail ? [floats('table', [3])] : [],
    inputs: [value('x', AGES)],
    outputs: [value('y', AGES)],
  });
  const signature = {
    inputs: [{ name: 'x', type: 'float32', shape: AGES, features: ['age', 'size'], ranges: { age: { max: 120 } } }],
    outputs: [{ name: 'y', type: 'float32', shape: AGES }],
  };
  writeFileSync(
    join(directory, 'model.json'),
    JSON.stringify({ name: 'ages', version: '1.0.0', signature, ...manifest }),
  );
}

/** Answers zeros, and fails on any value from 3 on. Its ages are at most 120. */
export function failing(parent: string, fallback?: 'constant' | 'model'): string {
  const directory = join(parent, `failing-${fallback ?? 'without'}`);
  const declared = fallback === 'constant' ? { outputs: { y: [0.5, 0.25] } } : fallback && { model: 'simple' };
  agesModel(directory, true, { fallback: declared });
  if (fallback === 'model') {
    agesModel(join(directory, 'simple'), false, { name: 'simple' });
  }
  return directory;
}

/** The same without fault. */
export function sound(parent: string): string {
  const directory = join(parent, 'sound');
  agesModel(directory, false, {});
  return directory;
}

/** Any number of rows and columns. */
const x: Input = { name: 'x', type: 'float32', shape: ['batch', 'columns'] };

/** Answers `same` = x and `opposite` = -x. */
export function twoOutputs(parent: string): string {
  return write(
    parent,
    'two-outputs',
    [x],
    [
      { ...x, name: 'same', operator: 'Identity', of: 'x' },
      { ...x, name: 'opposite', operator: 'Neg', of: 'x' },
    ],
  );
}

/** Answers `size`, the shape of x: an output without rows. */
export function withoutRows(parent: string): string {
  return write(parent, 'without-rows', [x], [{ name: 'size', type: 'int64', shape: [2], operator: 'Shape', of: 'x' }]);
}

/** Answers x in 256 steps between the least and the largest value of all rows: neighbours change an answer. */
export function dynamicallyQuantized(parent: string): string {
  const directory = join(parent, 'dynamically-quantized');
  const tensors = (field: number, names: readonly string[]): Buffer[] => names.map((name) => bytes(field, name));
  const parts = ['steps', 'scale', 'zero'];
  writeGraph(directory, {
    nodes: [
      Buffer.concat([...tensors(1, ['x']), ...tensors(2, parts), node('DynamicQuantizeLinear')]),
      Buffer.concat([...tensors(1, parts), ...tensors(2, ['y']), node('DequantizeLinear')]),
    ],
    inputs: [value('x', AGES)],
    outputs: [value('y', AGES)],
  });
  const tensor = (name: string): Input => ({ name, type: 'float32', shape: AGES });
  const signature = { inputs: [tensor('x')], outputs: [tensor('y')] };
  writeFileSync(
    join(directory, 'model.json'),
    JSON.stringify({ name: 'dynamically-quantized', version: '1.0.0', signature }),
  );
  return directory;
}

/** Answers each of two inputs of different types as it is. */
export function twoKinds(parent: string): string {
  const inputs: Input[] = [
    { name: 'a', type: 'float32', shape: ['batch', 2] },
    { name: 'b', type: 'int64', shape: ['batch'] },
  ];
  const outputs = inputs.map((input) => ({
    ...input,
    name: `same ${input.name}`,
    operator: 'Identity',
    of: input.name,
  }));
  return write(parent, 'two-kinds', inputs, outputs);
}

/** Scores of three classes, which are numbers whatever the three features are: a model that never fails. */
export function softmax(parent: string): string {
  const input: Input = { name: 'x', type: 'float32', shape: ['batch', 3], features: ['height', 'width', 'depth'] };
  const classes = { output: 'scores', names: ['high', 'wide', 'deep'] };
  return write(
    parent,
    'softmax',
    [input],
    [{ name: 'scores', type: 'float32', shape: input.shape, operator: 'Softmax', of: 'x' }],
    { classes },
  );
}
