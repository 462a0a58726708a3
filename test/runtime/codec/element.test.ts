import type { TensorType } from '@inference-constructs/core/out/model/manifest';
import { WRITE } from '@inference-constructs/runtime/codec/element';
import { allocate } from '@inference-constructs/runtime/codec/tensor-data';

it.each<[TensorType, unknown, unknown]>([
  ['float32', 0.1, Math.fround(0.1)],
  ['float64', 0.1, 0.1],
  ['float16', 1.5, 0x3e00],
  ['int8', -128, -128],
  ['uint8', 255, 255],
  ['int16', 32_767, 32_767],
  ['uint16', 65_535, 65_535],
  ['int32', -2_147_483_648, -2_147_483_648],
  ['uint32', 4_294_967_295, 4_294_967_295],
  ['int64', -5, -5n],
  ['int64', '-9223372036854775808', -9223372036854775808n],
  ['uint64', '18446744073709551615', 18446744073709551615n],
  ['bool', true, 1],
  ['bool', false, 0],
  ['string', 'text', 'text'],
])('%s takes %p', (type, value, expected) => {
  const data = allocate(type, 1);
  expect(WRITE[type](value, data, 0)).toBeUndefined();
  expect(data[0]).toBe(expected);
});

it.each<[TensorType, unknown, string, string, string]>([
  ['float32', [1], 'TypeMismatch', 'number', 'array'],
  ['float32', { a: 1 }, 'TypeMismatch', 'number', 'object'],
  ['float32', '-inf', 'NotFinite', 'finite number', 'string that spells NaN or an infinity'],
  ['float64', Infinity, 'NotFinite', 'number that float64 can hold', 'number beyond it'],
  ['float64', null, 'NotFinite', 'finite number', 'null'],
  ['float16', 65_520, 'NotFinite', 'number that float16 can hold', 'number beyond it'],
  ['int8', 128, 'TypeMismatch', 'integer from -128 to 127', 'integer out of range'],
  ['uint8', -1, 'TypeMismatch', 'integer from 0 to 255', 'integer out of range'],
  ['int32', 1.5, 'TypeMismatch', 'integer from -2147483648 to 2147483647', 'number with a fraction'],
  ['int32', null, 'TypeMismatch', 'integer from -2147483648 to 2147483647', 'null'],
  ['int64', 2 ** 53, 'TypeMismatch', 'integer, or its digits as a string', 'number that is exact only as a string'],
  ['int64', '1.0', 'TypeMismatch', 'integer, or its digits as a string', 'string that is no integer'],
  ['int64', '9223372036854775808', 'TypeMismatch', 'integer, or its digits as a string', 'integer out of range'],
  ['uint64', -1, 'TypeMismatch', 'integer from 0, or its digits as a string', 'integer out of range'],
  ['bool', 1, 'TypeMismatch', 'true or false', 'number'],
  ['string', 1, 'TypeMismatch', 'string', 'number'],
  ['string', undefined, 'TypeMismatch', 'string', 'nothing'],
])('%s refuses %p', (type, value, code, expected, got) => {
  expect(WRITE[type](value, allocate(type, 1), 0)).toEqual({ code, expected, got });
});
