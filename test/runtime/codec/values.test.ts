import { toNested } from '@inference-constructs/runtime/codec/values';
import type { Tensor } from '@inference-constructs/runtime/engine/engine';

it.each<[string, Tensor, string]>([
  ['float32', { type: 'float32', dims: [2, 2], data: Float32Array.of(0.1, 1, -2.5, 0) }, '[[0.1,1],[-2.5,0]]'],
  ['float64', { type: 'float64', dims: [1], data: Float64Array.of(0.1 + 0.2) }, '[0.30000000000000004]'],
  ['float16', { type: 'float16', dims: [2], data: Uint16Array.of(0x3e00, 0x2e66) }, '[1.5,0.099975586]'],
  ['int64', { type: 'int64', dims: [2], data: BigInt64Array.of(-7n, 2n ** 60n) }, '[-7,"1152921504606846976"]'],
  ['bool', { type: 'bool', dims: [2], data: Uint8Array.of(1, 0) }, '[true,false]'],
  ['string', { type: 'string', dims: [1, 1], data: ['a "b"'] }, '[["a \\"b\\""]]'],
  ['a scalar', { type: 'int32', dims: [], data: Int32Array.of(5) }, '5'],
  ['no rows', { type: 'int32', dims: [0, 3], data: new Int32Array(0) }, '[]'],
  ['what JSON cannot write', { type: 'float32', dims: [2], data: Float32Array.of(NaN, Infinity) }, '[null,null]'],
])('%s', (_, tensor, text) => {
  expect(JSON.stringify(toNested(tensor))).toBe(text);
});
