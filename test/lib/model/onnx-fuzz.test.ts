import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { parseOnnx, readOnnx } from '@inference-constructs/core/out/model/onnx/model';
import * as fc from 'fast-check';
import { temporaryDirectory } from './support/packages';
import { counted, memorySource } from './support/sources';

const ROOT = path.join(__dirname, '../../..');
const EXTERNAL = 'test/fixtures/external-data';
const MODELS = ['examples/diagnosis/models/v1', 'examples/diagnosis/models/v2', 'test/fixtures/slow-loop', EXTERNAL];
const bytesOf = (directory: string) => fs.readFileSync(path.join(ROOT, directory, 'model.onnx'));

/** Replaced, inserted and removed bytes, then perhaps a cut. */
const damage = fc.record({
  edits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat({ max: 3 }),
      insert: fc.uint8Array({ maxLength: 6 }),
    }),
    { maxLength: 6 },
  ),
  keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});

function damaged(
  file: Buffer,
  { edits, keep }: { edits: { at: number; remove: number; insert: Uint8Array }[]; keep: number },
) {
  let result = file;
  for (const { at, remove, insert } of edits) {
    const position = Math.floor(at * result.length);
    result = Buffer.concat([result.subarray(0, position), insert, result.subarray(position + remove)]);
  }
  return result.subarray(0, Math.ceil(keep * result.length));
}

/** Anything but an InferenceError fails the property. */
function readOrRefuse(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    expect(error.message).toMatch(/^.+ \(.+\): .+\. .+$/s);
  }
}

test.each(MODELS)('a damaged model is read or refused by name, inside its bounds: %s', (directory) => {
  const file = bytesOf(directory);
  fc.assert(
    fc.property(damage, (how) => {
      const bytes = damaged(file, how);
      const source = counted(memorySource(bytes));
      readOrRefuse(() => parseOnnx(source, 'model.onnx'));
      // Each byte is visited once: neither a loop nor a second pass, whatever the lengths claim.
      expect(source.bytesRead).toBeLessThanOrEqual(2 * bytes.length + 64);
    }),
    { numRuns: 1500 },
  );
});

test('any bytes at all are read or refused by name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
      readOrRefuse(() => parseOnnx(memorySource(bytes), 'model.onnx')),
    ),
    { numRuns: 1500 },
  );
});

test('a damaged model beside its external data is read or refused by name', () => {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'model.onnx');
  fs.copyFileSync(path.join(ROOT, EXTERNAL, 'model.data'), path.join(directory, 'model.data'));
  const whole = bytesOf(EXTERNAL);
  fc.assert(
    fc.property(damage, (how) => {
      fs.writeFileSync(file, damaged(whole, how));
      readOrRefuse(() => readOnnx(file, 'model.onnx'));
    }),
    { numRuns: 500 },
  );
});
