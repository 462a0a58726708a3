import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseOnnx, readOnnx } from '@inference-constructs/core/out/model/onnx/model';
import type { OnnxGraph } from '@inference-constructs/core/out/model/onnx/model';
import { withFile } from '@inference-constructs/core/out/model/onnx/source';
import {
  announce,
  bytes,
  external,
  graph,
  int,
  message,
  model,
  node,
  SMALL,
  tensor,
  value,
} from './support/onnx-builder';
import { temporaryDirectory } from './support/packages';
import { counted } from './support/sources';

const GIB = 2 ** 30;

/** Bytes, or a hole of so many zeros that the file system does not keep. */
type Part = Buffer | number;

const sizeOf = (parts: readonly Part[]) =>
  parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : part.length), 0);

function writeSparse(parts: readonly Part[]): string {
  const file = path.join(temporaryDirectory(), 'model.onnx');
  const descriptor = fs.openSync(file, 'w');
  let position = 0;
  for (const part of parts) {
    if (typeof part !== 'number') fs.writeSync(descriptor, part, 0, part.length, position);
    position += sizeOf([part]);
  }
  fs.ftruncateSync(descriptor, position);
  fs.closeSync(descriptor);
  return file;
}

/** An initializer of the graph whose raw data are a hole. */
function hole(name: string, count: number): Part[] {
  const head = Buffer.concat([tensor(name, [count]), announce(9, 4 * count)]);
  return [announce(5, head.length + 4 * count), head, 4 * count];
}

function modelWith(initializers: readonly Part[]): Part[] {
  const before = message(1, node('Gemm'));
  const after = Buffer.concat([message(11, value('x', ['batch', 3])), message(12, value('y', ['batch', 2]))]);
  const opset = message(8, bytes(1, ''), int(2, 17));
  const content = [before, ...initializers, after];
  return [int(1, 8), announce(7, sizeOf(content)), ...content, opset];
}

function readCounting(file: string): { graph: OnnxGraph; bytesRead: number; reads: number } {
  return withFile(file, 'model.onnx', (source) => {
    const watched = counted(source);
    const { graph: read } = parseOnnx(watched, 'model.onnx');
    return { graph: read, bytesRead: watched.bytesRead, reads: watched.reads };
  });
}

test.each([2 * GIB, 6 * GIB])('reads the graph around %i bytes of weights, not the weights', (size) => {
  const file = writeSparse(modelWith(hole('w', size / 4)));
  const { graph: read, bytesRead } = readCounting(file);
  expect(read).toMatchObject({
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 3] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', 2] }],
    opTypes: { Gemm: 1 },
    parameterCount: size / 4,
    parameterBytes: size,
  });
  expect(bytesRead).toBeLessThan(4096);
});

test.each([
  ['2000 tensors of 1 MiB', 2000, 262_144],
  ['20000 tensors of 20 kB', 20_000, 5_000],
])('reads a kilobyte a tensor at most: %s', (_, count, elements) => {
  const file = writeSparse(modelWith(Array.from({ length: count }, (__, index) => hole(`w${index}`, elements)).flat()));
  const { graph: read, bytesRead } = readCounting(file);
  expect(read.parameterCount).toBe(count * elements);
  expect(bytesRead).toBeLessThan(count * 1024 + 70_000);
});

test('reads a graph without weights in large steps, once', () => {
  const nodes = Array.from({ length: 20_000 }, () => node('Add', [], 'com.example'));
  const file = writeSparse([model({ ...SMALL, nodes })]);
  const { graph: read, bytesRead, reads } = readCounting(file);
  const size = fs.statSync(file).size;
  expect(read.opTypes).toEqual({ 'com.example.Add': 20_000 });
  expect(bytesRead).toBeLessThan(1.01 * size);
  expect(reads).toBeLessThan(20 + size / 65_536);
});

test('finds external data beyond 4 GiB', () => {
  const initializers = [external('w', [GIB / 4], { location: 'w.bin', offset: `${4 * GIB}`, length: `${GIB}` })];
  const file = writeSparse([model({ ...SMALL, initializers })]);
  const data = path.join(path.dirname(file), 'w.bin');
  fs.writeFileSync(data, '');
  fs.truncateSync(data, 5 * GIB);
  expect(readOnnx(file)).toMatchObject({ externalFiles: ['w.bin'], parameterBytes: GIB });
  fs.truncateSync(data, 5 * GIB - 1);
  expect(() => readOnnx(file, 'model.onnx')).toThrow(
    'w.bin (5368709119 bytes): tensor "w" of model.onnx ends at byte 5368709120. copy or export the file again',
  );
});

test('says that a large file was cut off', () => {
  const file = writeSparse(modelWith(hole('w', GIB)));
  fs.truncateSync(file, 3 * GIB);
  expect(() => readCounting(file)).toThrow(
    'model.onnx (3221225472 bytes): ends before the model in it is complete. copy or export it again',
  );
});

test('a graph in memory and on disk is the same', () => {
  const file = writeSparse([int(1, 8), message(7, graph(SMALL)), message(8, int(2, 17), bytes(1, ''))]);
  expect(readCounting(file).graph).toEqual(readOnnx(file));
});
