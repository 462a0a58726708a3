import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, FLOAT, graph, int, INT64, message, node, value } from '../../lib/model/support/onnx-builder';

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
  const opset = message(8, bytes(1, ''), int(2, 17));
  mkdirSync(directory);
  writeFileSync(
    join(directory, 'model.onnx'),
    Buffer.concat([int(1, 8), message(7, Buffer.concat([graph(parts), bytes(2, name)])), opset]),
  );
  const signature = {
    inputs: [{ name: 'x', type: 'float32', shape }],
    outputs: outputs.map((output) => ({ name: output.name, type: output.type, shape: output.shape })),
  };
  writeFileSync(join(directory, 'model.json'), JSON.stringify({ name, version: '1.0.0', signature }));
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
