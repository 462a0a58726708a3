import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseOnnx, readOnnx } from '@inference-constructs/core/out/model/onnx/model';
import { withFile } from '@inference-constructs/core/out/model/onnx/source';
import { faultOf } from './support/faults';
import {
  announce,
  bytes,
  external,
  floats,
  graph,
  int,
  message,
  model,
  node,
  SMALL,
  tensor,
  value,
  varint,
} from './support/onnx-builder';
import { temporaryDirectory } from './support/packages';
import { memorySource } from './support/sources';

const fault = (file: Buffer) => faultOf(() => parseOnnx(memorySource(file), 'model.onnx'));
const invalid = (finding: string) => ({
  code: 'ModelFileInvalid',
  message: `model.onnx (${finding}): must be an ONNX model. export it again`,
});
const truncated = (size: number) => ({
  code: 'ModelFileTruncated',
  message: `model.onnx (${size} bytes): ends before the model in it is complete. copy or export it again`,
});

test('an empty file', () => {
  expect(fault(Buffer.alloc(0))).toEqual(truncated(0));
});

test('every file that was cut off', () => {
  const whole = model();
  const opset = message(8, bytes(1, ''), int(2, 17)).length;
  const found = Array.from({ length: whole.length - 1 }, (_, index) => fault(whole.subarray(0, index + 1)));
  const between = new Map([
    [2, invalid('no graph in it')],
    [whole.length - opset, invalid('no opset_import in it: cut off, perhaps')],
  ]);
  found.forEach((result, index) => expect(result).toEqual(between.get(index + 1) ?? truncated(index + 1)));
});

test.each([
  ['text', Buffer.from('hello')],
  ['a web page', Buffer.from('<!DOCTYPE html><html></html>')],
  ['JSON', Buffer.from('{"graph": {}}')],
  ['a zip archive', Buffer.from('PK\x03\x04 and more')],
  ['a pickle', Buffer.from([0x80, 0x02, 0x7d, 0x71, 0x00])],
  ['zeros', Buffer.alloc(100)],
])('%s', (_, file) => {
  expect(fault(file)).toEqual(invalid('another format'));
});

test('a Git LFS pointer', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 4\n';
  expect(fault(Buffer.from(pointer))).toEqual(
    invalid('a Git LFS pointer, not the model itself; `git lfs pull` fetches it'),
  );
});

const inGraph = (...fields: Buffer[]) => Buffer.concat([int(1, 8), message(7, ...fields), message(8, int(2, 17))]);
const initializer = (part: Buffer) => model({ ...SMALL, initializers: [part] });

test.each<[string, Buffer, string]>([
  ['no ir_version', Buffer.concat([message(7, graph(SMALL)), message(8, int(2, 17))]), 'no ir_version in it'],
  ['two graphs', Buffer.concat([model(), message(7, graph(SMALL))]), 'more than one graph'],
  ['a field number of 0', inGraph(Buffer.from([0, 0])), 'field number 0 at byte 5'],
  ['a group', inGraph(Buffer.from([0x0b])), 'wire type 3 at byte 5'],
  ['a number where a node belongs', inGraph(int(1, 5)), 'wire type 0 at byte 5'],
  ['a value longer than its message', inGraph(announce(1, 5)), 'a value longer than its message at byte 6'],
  ['a number that never ends', inGraph(Buffer.alloc(12, 0xff)), 'a number of more than 10 bytes at byte 14'],
  ['a negative length', inGraph(Buffer.concat([varint(10), varint(-1)])), 'a length of -1 at byte 15'],
  ['a name beyond all measure', inGraph(message(1, bytes(4, 'x'.repeat(70_000)))), 'a name of 70000 bytes at byte 14'],
  ['a negative size', initializer(tensor('w', [-2])), 'tensor "w" of shape [-2]'],
  [
    'sizes beyond all measure',
    initializer(tensor('w', [2 ** 40, 2 ** 40])),
    `tensor "w" of shape [${2 ** 40}, ${2 ** 40}]`,
  ],
  ['a tensor without data', initializer(tensor('w', [3])), 'tensor "w" without data'],
  [
    'less data than the shape asks for',
    initializer(Buffer.concat([tensor('w', [3]), bytes(9, Buffer.alloc(8))])),
    'tensor "w" of 12 bytes with 8 bytes of data',
  ],
  [
    'a tensor of 65 dimensions',
    initializer(tensor('w', Array<number>(65).fill(1))),
    'a tensor of more than 64 dimensions',
  ],
  [
    'an input of 65 dimensions',
    model({ ...SMALL, inputs: [value('x', Array<number>(65).fill(1))] }),
    'a value of more than 64 dimensions',
  ],
  ['external data nowhere', initializer(external('w', [3], {})), 'tensor "w" external without a location'],
  [
    'external data of another length',
    initializer(external('w', [3], { location: 'w', length: '8' })),
    'tensor "w" of 12 bytes with 8 bytes of external data',
  ],
  [
    'external data from before the file',
    initializer(external('w', [3], { location: 'w', offset: '-8' })),
    'tensor "w" external with offset "-8"',
  ],
])('%s', (_, file, finding) => {
  expect(fault(file)).toEqual(invalid(finding));
});

test('graphs inside each other, without end', () => {
  let inner = graph({ nodes: [node('Add')], initializers: [floats('w', [1])] });
  for (let depth = 0; depth < 1000; depth++) inner = graph({ nodes: [node('Loop', [message(6, inner)])] });
  expect(fault(inGraph(inner)).message).toMatch(
    /^model\.onnx \(more than 100 messages inside each other at byte \d+\): must be an ONNX model\. export it again$/,
  );
});

test('graphs inside each other as deep as onnxruntime reads them', () => {
  let inner = graph({ nodes: [node('Add')] });
  for (let depth = 0; depth < 32; depth++) inner = graph({ nodes: [node('Loop', [message(6, inner)])] });
  expect(parseOnnx(memorySource(inGraph(inner)), 'model.onnx').graph.opTypes).toEqual({ Add: 1, Loop: 32 });
});

describe('on disk', () => {
  test('no file', () => {
    expect(faultOf(() => readOnnx(path.join(temporaryDirectory(), 'model.onnx'), 'm/model.onnx'))).toEqual({
      code: 'ModelFileMissing',
      message: 'm/model.onnx (missing): a model package holds model.onnx. export it there',
    });
  });

  test('a directory', () => {
    expect(faultOf(() => readOnnx(temporaryDirectory(), 'model.onnx'))).toEqual(invalid('a directory'));
  });

  test('a file that became shorter while it was read', () => {
    const file = path.join(temporaryDirectory(), 'model.onnx');
    fs.writeFileSync(file, model());
    const found = faultOf(() =>
      withFile(file, 'model.onnx', (source) => {
        fs.truncateSync(file, 5);
        return parseOnnx(source, 'model.onnx');
      }),
    );
    expect(found).toEqual(invalid('it changed while it was read'));
  });
});
