import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { readJsonRequest } from '@inference-constructs/runtime/codec/json-request';
import { faultOf } from '../support/fault-of';

const x: TensorSpec = { name: 'x', type: 'float32', shape: ['batch', 2], features: ['height', 'mean width'] };
const one: Signature = { inputs: [x], outputs: [] };
const two: Signature = {
  inputs: [
    { name: 'left', type: 'float32', shape: ['batch', 2] },
    { name: 'right', type: 'int64', shape: ['batch'] },
  ],
  outputs: [],
};
const signature = (...inputs: TensorSpec[]): Signature => ({ inputs, outputs: [] });

describe('what fits', () => {
  it.each([
    ['rows of numbers', { instances: [[1, 2], [3, 4]] }], // prettier-ignore
    [
      'rows by feature name',
      {
        instances: [
          { 'mean width': 2, height: 1 },
          { height: 3, 'mean width': 4 },
        ],
      },
    ],
    ['both kinds in one batch', { instances: [[1, 2], { height: 3, 'mean width': 4 }] }],
    ['inputs by name', { inputs: { x: [[1, 2], { height: 3, 'mean width': 4 }] } }],
  ])('%s', (_, request) => {
    expect(readJsonRequest(request, one)).toEqual({
      x: { type: 'float32', dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    });
  });

  it('several inputs', () => {
    expect(
      readJsonRequest(
        {
          inputs: {
            right: [7, '9007199254740993'],
            left: [
              [1, 2],
              [3, 4],
            ],
          },
        },
        two,
      ),
    ).toEqual({
      left: { type: 'float32', dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      right: { type: 'int64', dims: [2], data: BigInt64Array.of(7n, 9007199254740993n) },
    });
  });

  it('a scalar input', () => {
    expect(readJsonRequest({ inputs: { x: 3 } }, signature({ name: 'x', type: 'int32', shape: [] }))).toEqual({
      x: { type: 'int32', dims: [], data: Int32Array.of(3) },
    });
  });

  it('more axes than two', () => {
    const image: TensorSpec = { name: 'image', type: 'uint8', shape: ['batch', 'height', 2] };
    expect(
      readJsonRequest(
        {
          instances: [
            [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
          ],
        },
        signature(image),
      ),
    ).toEqual({
      image: { type: 'uint8', dims: [1, 3, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
    });
  });
});

describe('what does not fit gets a named fault', () => {
  const noNumber = { field: 'mean width', expected: 'number' };
  const shape = { code: 'ShapeMismatch', field: 'x', expected: '[batch, 2]' };
  const forms = '{"instances": […]} or {"inputs": {…}}';
  it.each<[string, unknown, object]>([
    [
      'no object',
      [[1, 2]],
      { error: `The request is not an object: expected ${forms}.`, code: 'BodyInvalid', expected: forms, got: 'array' },
    ],
    [
      'null',
      null,
      { error: `The request is not an object: expected ${forms}.`, code: 'BodyInvalid', expected: forms, got: 'null' },
    ],
    [
      'other fields',
      { instances: [[1, 2]], secret: 1 },
      {
        error: `The request has other fields than one of these: expected ${forms}.`,
        code: 'BodyInvalid',
        expected: forms,
        got: '2 fields',
      },
    ],
    [
      'a feature missing',
      { instances: [[1, 2], { height: 1 }] },
      {
        error: "Feature 'mean width' is missing in row 1.",
        code: 'FeatureMissing',
        field: 'mean width',
        expected: 'number',
        got: 'nothing',
      },
    ],
    [
      'a feature that every object inherits',
      { instances: [{ height: 1, constructor: 2 }] },
      {
        error: "Row 0 of input 'x' has 1 unknown name.",
        code: 'FeatureUnknown',
        field: 'x',
        expected: '2 features by name',
        got: '1 unknown name',
      },
    ],
    [
      'a feature misspelt',
      { instances: [{ height: 1, 'maen width': 2 }] },
      {
        error: "Row 0 of input 'x' has 1 unknown name; did you mean 'mean width'?",
        code: 'FeatureUnknown',
        field: 'mean width',
        expected: '2 features by name',
        got: '1 unknown name',
      },
    ],
    [
      'features too many',
      { instances: [{ height: 1, 'mean width': 2, "a customer's name": 3, another: 4 }] },
      {
        error: "Row 0 of input 'x' has 2 unknown names.",
        code: 'FeatureUnknown',
        field: 'x',
        expected: '2 features by name',
        got: '2 unknown names',
      },
    ],
    [
      'text for a number',
      { instances: [[1, 'hello']] },
      {
        error: "Feature 'mean width' in row 0: expected number, got string.",
        code: 'TypeMismatch',
        ...noNumber,
        got: 'string',
      },
    ],
    [
      'true for a number',
      { instances: [{ height: 1, 'mean width': true }] },
      {
        error: "Feature 'mean width' in row 0: expected number, got boolean.",
        code: 'TypeMismatch',
        ...noNumber,
        got: 'boolean',
      },
    ],
    [
      'null, as which NaN often comes',
      {
        instances: [
          [1, 2],
          [3, null],
        ],
      },
      {
        error: "Feature 'mean width' in row 1: expected finite number, got null.",
        code: 'NotFinite',
        field: 'mean width',
        expected: 'finite number',
        got: 'null',
      },
    ],
    [
      'the text NaN',
      { instances: [[1, 'NaN']] },
      {
        error: "Feature 'mean width' in row 0: expected finite number, got string that spells NaN or an infinity.",
        code: 'NotFinite',
        field: 'mean width',
        expected: 'finite number',
        got: 'string that spells NaN or an infinity',
      },
    ],
    [
      '1e999, which reads as an infinity',
      { instances: [[Infinity, 2]] },
      {
        error: "Feature 'height' in row 0: expected number that float32 can hold, got number beyond it.",
        code: 'NotFinite',
        field: 'height',
        expected: 'number that float32 can hold',
        got: 'number beyond it',
      },
    ],
    [
      'a number that only a double can hold',
      { instances: [[1e39, 2]] },
      {
        error: "Feature 'height' in row 0: expected number that float32 can hold, got number beyond it.",
        code: 'NotFinite',
        field: 'height',
        expected: 'number that float32 can hold',
        got: 'number beyond it',
      },
    ],
    [
      'a row too short',
      { instances: [[1, 2], [3]] },
      { error: "Input 'x': expected the shape [batch, 2], got [2, 1].", ...shape, got: '[2, 1]' },
    ],
    [
      'rows too long',
      { instances: [[1, 2, 3]] },
      { error: "Input 'x': expected the shape [batch, 2], got [1, 3].", ...shape, got: '[1, 3]' },
    ],
    [
      'an axis too few',
      { instances: [1, 2] },
      { error: "Input 'x': expected the shape [batch, 2], got [2].", ...shape, got: '[2]' },
    ],
    [
      'an axis too many',
      { instances: [[[1], [2]]] },
      { error: "Input 'x': expected the shape [batch, 2], got 3 or more axes.", ...shape, got: '3 or more axes' },
    ],
    [
      'no array at all',
      { instances: 'hello' },
      { error: "Input 'x': expected the shape [batch, 2], got string.", ...shape, got: 'string' },
    ],
    [
      'rows and numbers mixed',
      { instances: [[1, 2], 3] },
      {
        error: "Input 'x' is ragged: its rows have different lengths.",
        code: 'BodyInvalid',
        field: 'x',
        expected: '[batch, 2]',
        got: 'rows of different lengths',
      },
    ],
    [
      'no rows',
      { instances: [] },
      { error: "Input 'x' has no rows.", code: 'RowsMissing', field: 'x', expected: 'at least 1 row', got: '0 rows' },
    ],
    [
      'inputs that are no object',
      { inputs: [[1, 2]] },
      {
        error: "Field 'inputs' is not an object keyed by input name.",
        code: 'BodyInvalid',
        field: 'inputs',
        expected: 'object',
        got: 'array',
      },
    ],
    [
      'an input missing',
      { inputs: {} },
      {
        error: "Input 'x' is missing.",
        code: 'InputMissing',
        field: 'x',
        expected: 'float32 [batch, 2]',
        got: 'nothing',
      },
    ],
    [
      'an input unknown',
      { inputs: { x: [[1, 2]], 'some private text': 1 } },
      {
        error: "Field 'inputs' has 1 unknown name; the model has 'x'.",
        code: 'InputUnknown',
        field: 'inputs',
        expected: "'x'",
        got: '1 unknown name',
      },
    ],
  ])('%s', async (_, request, body) => {
    expect(await faultOf(() => readJsonRequest(request, one))).toEqual(body);
  });

  it('instances for a model with several inputs', async () => {
    expect(await faultOf(() => readJsonRequest({ instances: [1] }, two))).toEqual({
      error: "The model has 2 inputs ('left', 'right'): send {\"inputs\": {…}}.",
      code: 'InputMissing',
      field: 'right',
      expected: '"inputs"',
      got: '"instances"',
    });
  });

  it('inputs whose batches differ', async () => {
    expect(await faultOf(() => readJsonRequest({ inputs: { left: [[1, 2]], right: [1, 2] } }, two))).toEqual({
      error: "Input 'right': expected the shape batch = 1, as in input 'left', got batch = 2.",
      code: 'ShapeMismatch',
      field: 'right',
      expected: "batch = 1, as in input 'left'",
      got: 'batch = 2',
    });
  });

  it('a dimension that has two sizes in one input', async () => {
    const square = signature({ name: 'distances', type: 'float32', shape: ['points', 'points'] });
    expect(await faultOf(() => readJsonRequest({ instances: [[1, 2]] }, square))).toMatchObject({
      code: 'ShapeMismatch',
      field: 'distances',
      expected: "points = 1, as in input 'distances'",
      got: 'points = 2',
    });
  });

  it('rows of different lengths where any one length would do', async () => {
    const free = signature({ name: 'tokens', type: 'int64', shape: ['batch', 'length'] });
    expect(await faultOf(() => readJsonRequest({ instances: [[1, 2], [3]] }, free))).toEqual({
      error: "Input 'tokens' is ragged: its rows have different lengths.",
      code: 'BodyInvalid',
      field: 'tokens',
      expected: '[batch, length]',
      got: 'rows of different lengths',
    });
  });

  it('rows that only together claim more memory than they fill', async () => {
    const free = signature({ name: 'tokens', type: 'int64', shape: ['batch', 'length'] });
    const wide = new Array<number>(100_000).fill(1);
    const narrow = Array.from({ length: 100_000 }, () => [1]);
    expect(await faultOf(() => readJsonRequest({ instances: [wide, ...narrow] }, free))).toMatchObject({
      code: 'BodyInvalid',
    });
  });
});
