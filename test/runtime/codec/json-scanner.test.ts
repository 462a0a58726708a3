import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { readJsonRequest } from '@inference-constructs/runtime/codec/json-request';
import { JsonScanner } from '@inference-constructs/runtime/codec/json-scanner';
import { parseJson } from '@inference-constructs/runtime/codec/json-text';
import fc from 'fast-check';

const signature = (shape: TensorSpec['shape'], name = 'x'): Signature => ({
  inputs: [{ name, type: 'float32', shape }],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch'] }],
});
const scan = (text: string, shape: TensorSpec['shape'] = ['batch', 2], name?: string) =>
  JsonScanner.for(signature(shape, name))?.scan(Buffer.from(text));
const read = (text: string, shape: TensorSpec['shape'] = ['batch', 2]) =>
  readJsonRequest(parseJson(Buffer.from(text)), signature(shape));

it.each([
  ['{"instances":[[1,2],[3,4]]}', [2, 2]],
  ['{"inputs":{"x":[[1,2]]}}', [1, 2]],
  [' { "instances" :\n[ [ -0 , 1.5e3 ]\t, [ 0.1 , 2E-2 ] ] } \r\n', [2, 2]],
  ['{"instances":[[1e-400,123456789012345678901234567890]]}', [1, 2]],
])('reads %s', (text, dims) => {
  expect(scan(text)).toEqual(read(text));
  expect(scan(text)?.x.dims).toEqual(dims);
});

it.each([
  '',
  '{}',
  '[[1,2]]',
  '{"instances":[]}',
  '{"instances":[[]]}',
  '{"instances":[[1]]}',
  '{"instances":[[1,2],[3]]}',
  '{"instances":[[1,2],3]}',
  '{"instances":[[1,null]]}',
  '{"instances":[[1,"2"]]}',
  '{"instances":[{"a":1,"b":2}]}',
  '{"instances":[[1,[2]]]}',
  '{"instances":[[1,2]],"instances":[[3,4]]}',
  '{"instances":[[1,2]]} x',
  '{"instances":[[1,2]]',
  '{"instances":[[1,2',
  '{"instances":[[1,2,]]}',
  '{"instances":[[1,1e39]]}',
  '{"instances":[[1,1e99999]]}',
  '{"instances":[[1,01]]}',
  '{"instances":[[1,+1]]}',
  '{"instances":[[1,1.]]}',
  '{"instances":[[1,.5]]}',
  '{"instances":[[1,1e]]}',
  '{"instances":[[1,-]]}',
  '{"instances":[[1,0x10]]}',
  '{"instances":[[1,NaN]]}',
  '{"inputs":{"z":[[1,2]]}}',
  '{"inputs":{"x":[[1,2]],"x":[[1,2]]}}',
])('leaves %j to the general reader', (text) => {
  expect(scan(text)).toBeUndefined();
});

it.each<[string, TensorSpec['shape']]>([
  ['{"instances":[1,2,3]}', ['batch']],
  ['{"instances":[[[1],[2]],[[3],[4]]]}', ['batch', 2, 1]],
  ['{"instances":[[[1,2],[3,4]],[[5,6],[7,8]]]}', ['batch', 'height', 2]],
])('reads %s of shape %j', (text, shape) => {
  expect(scan(text, shape)).toEqual(read(text, shape));
});

it('finds an input whose name is written with escapes', () => {
  expect(scan('{"inputs":{"a\\"b":[[1,2]]}}', ['batch', 2], 'a"b')?.['a"b'].dims).toEqual([1, 2]);
});

it.each<[string, Signature]>([
  ['integers', { ...signature(['batch']), inputs: [{ name: 'x', type: 'int64', shape: ['batch'] }] }],
  ['two inputs', { ...signature(['batch']), inputs: [...signature(['a']).inputs, ...signature(['b'], 'z').inputs] }],
  ['one size for two axes', signature(['batch', 'batch'])],
])('is not for %s', (_, other) => {
  expect(JsonScanner.for(other)).toBeUndefined();
});

it('reads every number as a JSON parser does, to the last bit', () => {
  const numeral = fc.oneof(
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -3.4e38, max: 3.4e38 })
      .map((value) => JSON.stringify(value)),
    fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.nat(30), fc.integer({ min: -40, max: 12 }))
      .map(([digits, point, exponent]) => `${digits % 10n}.${String(digits).padStart(point + 1, '0')}e${exponent}`),
  );
  const scanner = JsonScanner.for(signature(['batch']));
  fc.assert(
    fc.property(fc.array(numeral, { minLength: 1, maxLength: 40 }), (numerals) => {
      const data = scanner?.scan(Buffer.from(`{"instances":[${numerals.join(',')}]}`))?.x.data as Float32Array;
      expect([...data]).toEqual(numerals.map((text) => Math.fround(JSON.parse(text) as number)));
    }),
    { numRuns: 500 },
  );
});

it('makes of any bytes what the general reader makes of them, or nothing', () => {
  const pieces = fc.constantFrom(
    ...'{}[],:"-+.eE0123456789 '.split(''),
    '"instances"',
    '"inputs"',
    '"x"',
    'null',
    '1.5',
  );
  const scanner = JsonScanner.for(signature(['batch', 2]));
  const shuffled = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.tuple(fc.nat(26), pieces).map(([at, piece]) => {
      const right = '{"instances":[[1.5,2],[3,4]]}';
      return right.slice(0, at) + piece + right.slice(at + 1);
    }),
  );
  fc.assert(
    fc.property(shuffled, (text) => {
      const scanned = scanner?.scan(Buffer.from(text));
      if (scanned !== undefined) {
        expect(scanned).toEqual(read(text));
      }
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['{"instances":[[[1,2],[3,4]],[[5,6],[7,8]]]}', 4, true],
  ['{"instances":[[[1,2],[3,4]],[[5,6],[7,"8"]]]}', 4, false],
  ['{"instances":[[[1,2],[3,4]],[[5,6]]]}', 3, false],
  ['[[[1,2]]]', 1, false],
])('reads %s in %i slices as at once', (text, steps, isRead) => {
  const shape = ['batch', 2, 2];
  const slices = JsonScanner.for(signature(shape))?.slices(Buffer.from(text), 1);
  let last = slices?.next();
  let count = 1;
  for (; last?.done === false; count++) {
    last = slices?.next();
  }
  expect(last?.value).toEqual(isRead ? read(text, shape) : undefined);
  expect(count).toBe(steps);
});

it('keeps what it gave while it reads on', () => {
  const scanner = JsonScanner.for(signature(['batch', 2]));
  const given = Array.from({ length: 20_000 }, (_, number) =>
    scanner?.scan(Buffer.from(`{"instances":[[${number},1]]}`)),
  );
  const large = `{"instances":[${Array.from({ length: 5000 }, (_, number) => `[${number},2]`).join()}]}`;
  const both = [scanner?.scan(Buffer.from(large)), scanner?.scan(Buffer.from(large.replaceAll(',2]', ',3]')))];
  expect(given.map((feeds) => feeds?.x.data[0])).toEqual(Array.from({ length: 20_000 }, (_, number) => number));
  expect(both.map((feeds) => feeds?.x.data[9999])).toEqual([2, 3]);
});
