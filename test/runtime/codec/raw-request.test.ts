import type { Signature } from '@inference-constructs/core/out/model/manifest';
import { readRawRequest } from '@inference-constructs/runtime/codec/raw-request';
import { faultOf } from '../support/fault-of';

const signature = (...shape: (number | string)[]): Signature => ({
  inputs: [{ name: 'x', type: 'float32', shape }],
  outputs: [{ name: 'y', type: 'float32', shape }],
});

it.each([
  ['a multiple of 16 bytes', signature('batch', 4), 8],
  ['16 bytes', signature(1, 4), 32],
  ['32 bytes', signature(2, 4), 16],
  ['4 bytes (1 x float32)', signature(), 8],
])('says that it needs %s', async (expected, given, size) => {
  expect(await faultOf(() => readRawRequest(Buffer.alloc(size), given))).toEqual({
    error: `Input 'x': expected ${expected}, got ${size} bytes.`,
    code: 'ShapeMismatch',
    field: 'x',
    expected,
    got: `${size} bytes`,
  });
});

it.each([
  [[2, 4], signature('batch', 4), 32],
  [[1, 4], signature(1, 4), 16],
  [[], signature(), 4],
])('reads rows of %j', (dims, given, size) => {
  expect(readRawRequest(Buffer.alloc(size), given).x.dims).toEqual(dims);
});
