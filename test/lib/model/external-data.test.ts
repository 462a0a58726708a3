import * as fs from 'node:fs';
import * as path from 'node:path';
import { readOnnx } from '@inference-constructs/core/out/model/onnx/model';
import { faultOf } from './support/faults';
import { external, model, SMALL } from './support/onnx-builder';
import { temporaryDirectory } from './support/packages';

/** A model of a tensor of 40 bytes at `location`, and the files beside it. */
function write(location: string, files: Readonly<Record<string, number>> = {}, offset = 0): string {
  const directory = path.join(temporaryDirectory(), 'package');
  for (const [name, size] of Object.entries({ ...files, 'model.onnx': 0 })) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), Buffer.alloc(size));
  }
  const initializers = [external('w', [10], { location, offset: String(offset) })];
  fs.writeFileSync(path.join(directory, 'model.onnx'), model({ ...SMALL, initializers }));
  return path.join(directory, 'model.onnx');
}

const fault = (file: string) => faultOf(() => readOnnx(file, 'model.onnx'));

test.each([
  ['beside the model', 'w.bin', 'w.bin'],
  ['in a directory', 'weights/w.bin', 'weights/w.bin'],
  ['by a roundabout path', './weights/../w.bin', 'w.bin'],
])('finds data %s', (_, location, expected) => {
  const files = { [expected]: 40, 'weights/other.bin': 0 };
  expect(readOnnx(write(location, files)).externalFiles).toEqual([expected]);
});

test('lists each file once, sorted', () => {
  const file = write('b.bin', { 'b.bin': 80, 'a.bin': 40 });
  const at = (name: string, location: string, offset = '0') => external(name, [10], { location, offset });
  const initializers = [at('u', 'b.bin'), at('v', 'b.bin', '40'), at('w', 'a.bin')];
  fs.writeFileSync(file, model({ ...SMALL, initializers }));
  expect(readOnnx(file).externalFiles).toEqual(['a.bin', 'b.bin']);
});

test('follows a link that stays in the package', () => {
  const file = write('w.bin', { 'blobs/1': 40 });
  fs.symlinkSync(path.join('blobs', '1'), path.join(path.dirname(file), 'w.bin'));
  expect(readOnnx(file).externalFiles).toEqual(['w.bin']);
});

test.each([
  ['no such file', 'w.bin', 'missing'],
  ['a directory', 'weights', 'not a file'],
  ['a path through a file', 'model.onnx/w.bin', 'missing'],
  ['a name no file system takes', 'w'.repeat(5000), 'missing'],
])('names missing data: %s', (_, location, finding) => {
  expect(fault(write(location, { 'weights/w.bin': 40 }))).toEqual({
    code: 'ExternalDataMissing',
    message: `${location} (${finding}): tensor "w" of model.onnx keeps its data there. put the file beside the model`,
  });
});

test.each([
  ['the file is short', 39, 0, 40],
  ['the offset is late', 79, 40, 80],
])('names data that were cut off: %s', (_, size, offset, end) => {
  expect(fault(write('w.bin', { 'w.bin': size }, offset))).toEqual({
    code: 'ExternalDataTruncated',
    message: `w.bin (${size} bytes): tensor "w" of model.onnx ends at byte ${end}. copy or export the file again`,
  });
});

const outside = (location: string) => ({
  code: 'ExternalDataOutside',
  message:
    `${JSON.stringify(location)} (data of tensor "w" of model.onnx): must lie in the model's directory. ` +
    'copy the file there and export with a relative location',
});

test.each(['../w.bin', '..', 'weights/../../w.bin', '/etc/hostname', 'w\0.bin'])('refuses data at %j', (location) => {
  expect(fault(write(location, { '../w.bin': 40 }))).toEqual(outside(location));
});

test('refuses a link that leaves the package', () => {
  const file = write('w.bin', { '../w.bin': 40 });
  fs.symlinkSync(path.join('..', 'w.bin'), path.join(path.dirname(file), 'w.bin'));
  expect(fault(file)).toEqual(outside('w.bin'));
});
