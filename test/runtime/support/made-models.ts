import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphParts } from '../../lib/model/support/onnx-builder';
import { bytes, FLOAT, floats, graph, int, INT64, message, node, value } from '../../lib/model/support/onnx-builder';

/** A node with the names of its input and its output. */
function step(type: string, input: string, output: string): Buffer {
  return Buffer.concat([bytes(1, input), bytes(2, output), node(type)]);
}

interface Output {
  readonly name: string;
  readonly type: 'float32' | 'int64';
  readonly shape: readonly (number | string)[];
  readonly operator: string;
}

/** A model of one input `x` with any number of rows and columns, and these outputs of it. */
function write(directory: string, name: string, outputs: readonly Output[]): string {
  const shape = ['batch', 'columns'];
  const parts = {
    nodes: outputs.map((output) => step(output.operator, 'x', output.name)),
    inputs: [value('x', shape)],
    outputs: outputs.map((output) => value(output.name, output.shape, output.type === 'int64' ? INT64 : FLOAT)),
  };
  writeGraph(directory, parts);
  const signature = {
    inputs: [{ name: 'x', type: 'float32', shape }],
    outputs: outputs.map((output) => ({ name: output.name, type: output.type, shape: output.shape })),
  };
  writeFileSync(join(directory, 'model.json'), JSON.stringify({ name, version: '1.0.0', signature }));
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

/** Answers `same` = x and `opposite` = -x. */
export function twoOutputs(parent: string): string {
  const output = (name: string, operator: string): Output => ({
    name,
    type: 'float32',
    shape: ['batch', 'columns'],
    operator,
  });
  return write(join(parent, 'two-outputs'), 'two-outputs', [output('same', 'Identity'), output('opposite', 'Neg')]);
}

/** Answers `size`, the shape of x: an output without rows. */
export function withoutRows(parent: string): string {
  const outputs: Output[] = [{ name: 'size', type: 'int64', shape: [2], operator: 'Shape' }];
  return write(join(parent, 'without-rows'), 'without-rows', outputs);
}
