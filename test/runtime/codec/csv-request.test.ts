import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { readCsvRequest } from '@inference-constructs/runtime/codec/csv-request';
import { faultOf } from '../support/fault-of';

const signature = (...inputs: TensorSpec[]): Signature => ({ inputs, outputs: [] });
const one = signature({ name: 'x', type: 'float32', shape: ['batch', 2], features: ['height', 'width'] });
const free = signature({ name: 'x', type: 'float32', shape: ['batch', 'length'] });
const typed = (type: TensorSpec['type']): Signature => signature({ name: 'x', type, shape: ['batch', 2] });

it.each([
  ['rows', '1,2\n3,4\n'],
  ['no line end after the last row', '1,2\n3,4'],
  ['line ends of Windows, blanks, quotes', '1 , 2\r\n"3","4"\r\n'],
  ['exponents and signs', '+1,.2e1\n3.,400e-2'],
])('%s', (_, text) => {
  expect(readCsvRequest(text, one)).toEqual({
    x: { type: 'float32', dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  });
});

it.each<[TensorSpec['type'], string, unknown]>([
  ['int64', '1,-9223372036854775808', BigInt64Array.of(1n, -9223372036854775808n)],
  ['bool', 'true,0', Uint8Array.of(1, 0)],
  ['string', '"a, ""b""", c', ['a, "b"', ' c']],
])('%s', (type, text, data) => {
  expect(readCsvRequest(text, typed(type))).toEqual({ x: { type, dims: [1, 2], data } });
});

it('a single column where rows are numbers', () => {
  expect(readCsvRequest('1\n2\n3\n', signature({ name: 'x', type: 'int32', shape: ['batch'] }))).toEqual({
    x: { type: 'int32', dims: [3], data: Int32Array.of(1, 2, 3) },
  });
});

describe('what does not fit gets a named fault', () => {
  const width = { field: 'width', expected: 'finite number' };
  it.each<[string, string, Signature, object]>([
    [
      'a header line',
      'height,width\n1,2\n',
      one,
      {
        error: "Feature 'height' in row 0: expected number, got string. text/csv takes no header line.",
        code: 'TypeMismatch',
        field: 'height',
        expected: 'number',
        got: 'string',
      },
    ],
    [
      'an empty field',
      '1,2\n3,\n',
      one,
      {
        error: "Feature 'width' in row 1: expected finite number, got null.",
        code: 'NotFinite',
        ...width,
        got: 'null',
      },
    ],
    [
      'NaN',
      '1,NaN\n',
      one,
      {
        error: "Feature 'width' in row 0: expected finite number, got string that spells NaN or an infinity.",
        code: 'NotFinite',
        ...width,
        got: 'string that spells NaN or an infinity',
      },
    ],
    [
      'a number in another notation',
      '1,0x10\n',
      one,
      {
        error: "Feature 'width' in row 0: expected number, got string. text/csv takes no header line.",
        code: 'TypeMismatch',
        field: 'width',
        expected: 'number',
        got: 'string',
      },
    ],
    [
      'a row too short',
      '1,2\n3\n',
      one,
      {
        error: "Input 'x': expected the shape [batch, 2], got a row of 1.",
        code: 'ShapeMismatch',
        field: 'x',
        expected: '[batch, 2]',
        got: 'a row of 1',
      },
    ],
    [
      'rows of different lengths where any one length would do',
      '1,2\n3\n',
      free,
      {
        error: "Input 'x' is ragged: its rows have different lengths.",
        code: 'BodyInvalid',
        field: 'x',
        expected: '[batch, length]',
        got: 'rows of different lengths',
      },
    ],
    [
      'rows that only together claim more memory than they fill',
      `${'1,'.repeat(50_000)}1\n${'1\n'.repeat(50_000)}`,
      free,
      {
        error: "Input 'x' is ragged: its rows have different lengths.",
        code: 'BodyInvalid',
        field: 'x',
        expected: '[batch, length]',
        got: 'rows of different lengths',
      },
    ],
    [
      'no rows',
      '',
      one,
      { error: "Input 'x' has no rows.", code: 'RowsMissing', field: 'x', expected: 'at least 1 row', got: '0 rows' },
    ],
    [
      'a quote that is not closed',
      '"1,2\n',
      one,
      {
        error: 'The body is not CSV: a quoted field is not closed, or has text around its quotes.',
        code: 'BodyInvalid',
        expected: 'CSV without line breaks inside fields',
        got: 'unbalanced quotes',
      },
    ],
    [
      'a model with several inputs',
      '1,2\n',
      signature(one.inputs[0], { name: 'y', type: 'float32', shape: ['batch'] }),
      {
        error: 'text/csv needs a model with one input of at most two axes: send JSON.',
        code: 'ContentTypeUnknown',
        field: 'content-type',
        expected: 'application/json',
        got: 'text/csv',
      },
    ],
  ])('%s', async (_, text, model, body) => {
    expect(await faultOf(() => readCsvRequest(text, model))).toEqual(body);
  });
});
