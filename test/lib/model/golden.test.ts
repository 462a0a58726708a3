import { parseGolden } from '@inference-constructs/core/out/model/golden';
import type { Dimension, ModelManifest, TensorType } from '@inference-constructs/core/out/model/manifest';
import { faultOf } from './support/faults';

function manifest(type: TensorType = 'float32', shape: readonly Dimension[] = ['batch', 2]): ModelManifest {
  const output = (name: string, of: readonly Dimension[]) => ({ name, type: 'float32' as const, shape: of });
  return {
    name: 'm',
    version: '1.0.0',
    signature: { inputs: [{ name: 'x', type, shape }], outputs: [output('y', ['batch']), output('z', [])] },
  };
}

const line = (x: unknown, outputs: unknown = { y: [1] }) => JSON.stringify({ inputs: { x }, outputs });
const fault = (text: string, declared = manifest()) => faultOf(() => parseGolden(text, declared, 'golden.jsonl'));
const invalid = (message: string) => ({ code: 'GoldenInvalid', message });

test('reads one case a line', () => {
  const text =
    '{"inputs":{"x":[[1,2]]},"outputs":{"y":[0.5]}}\r\n\n{"inputs":{"x":[[3,4]]},"outputs":{"z":1},"tolerance":0.01}\n';
  expect(parseGolden(text, manifest())).toEqual([
    { inputs: { x: [[1, 2]] }, outputs: { y: [0.5] } },
    { inputs: { x: [[3, 4]] }, outputs: { z: 1 }, tolerance: 0.01 },
  ]);
});

test.each<[TensorType, unknown]>([
  ['int64', [[-5, Number.MAX_SAFE_INTEGER]]],
  ['uint8', [[0, 255]]],
  ['bool', [[true, false]]],
  ['string', [['a', '']]],
  ['float16', [[1e-3, -2]]],
])('reads values of type %s', (type, values) => {
  expect(parseGolden(line(values), manifest(type))).toHaveLength(1);
});

test.each([
  ['', 'golden.jsonl (no case): must hold at least one. record one or remove the file'],
  ['\n \n', 'golden.jsonl (no case): must hold at least one. record one or remove the file'],
])('refuses a file without cases: %j', (text, message) => {
  expect(fault(text)).toEqual(invalid(message));
});

test('names the line, and does not quote it where it is not JSON', () => {
  expect(fault(`${line([[1, 2]])}\n\n{"inputs": secret}\n`)).toEqual(
    invalid('golden.jsonl line 3 (not JSON): must be one case in JSON. correct the line'),
  );
});

test.each<[string, string, string]>([
  [
    'an unknown field',
    '{"input":{},"inputs":{"x":[[1,2]]},"outputs":{"y":[1]}}',
    '/input (an object): expected no such field. did you mean "inputs"?',
  ],
  ['no outputs', '{"inputs":{"x":[[1,2]]}}', '/outputs (missing): expected this field'],
  ['no input', '{"inputs":{},"outputs":{"y":[1]}}', '/inputs/x (missing): expected this field'],
  ['no output', line([[1, 2]], {}), '/outputs (an object): expected at least one output'],
  ['another output', line([[1, 2]], { y: [1], yy: 1 }), '/outputs/yy (1): expected no such field. did you mean "y"?'],
  [
    'a negative tolerance',
    '{"inputs":{"x":[[1,2]]},"outputs":{"y":[1]},"tolerance":-1}',
    '/tolerance (-1): expected a number that is not negative',
  ],
  ['a wrong rank', line([1, 2]), '/inputs/x/0 (a whole number): expected a list, by shape [batch, 2]'],
  ['too deep', line([[[1], 2]]), '/inputs/x/0/0 (a list of 1): expected a number (float32)'],
  ['too many columns', line([[1, 2, 3]]), '/inputs/x/0 (a list of 3): expected 2 items, by shape [batch, 2]'],
  [
    'ragged rows',
    line([[1, 2], [3]], { y: [1, 2] }),
    '/inputs/x/1 (a list of 1): expected 2 items, by shape [batch, 2]',
  ],
  [
    'another batch',
    line([[1, 2]], { y: [1, 2] }),
    '/outputs/y (a list of 2): expected 1 item, by shape [batch] with batch = 1',
  ],
  ['null', line([[1, null]]), '/inputs/x/0/1 (null): expected a number (float32)'],
  ['text', line([['1', 2]]), '/inputs/x/0/0 (a string): expected a number (float32)'],
  ['a list for a scalar', line([[1, 2]], { z: [1] }), '/outputs/z (a list of 1): expected a number (float32)'],
])('names %s', (_, text, finding) => {
  expect(fault(text)).toEqual(invalid(`golden.jsonl line 1 ${finding}`));
});

test.each<[TensorType, unknown, string]>([
  ['int32', 1.5, '(a number): expected a whole number from -2147483648 to 2147483647 (int32)'],
  ['uint8', 256, '(a whole number): expected a whole number from 0 to 255 (uint8)'],
  ['uint64', -1, '(a whole number): expected a whole number from 0 to 9007199254740991 (uint64)'],
  ['bool', 1, '(a whole number): expected true or false (bool)'],
  ['string', 1, '(a whole number): expected a text (string)'],
  ['float64', {}, '(an object): expected a number (float64)'],
])('names a value that is no %s: %j', (type, value, finding) => {
  expect(fault(line([[value, value]]), manifest(type)).message).toBe(`golden.jsonl line 1 /inputs/x/0/0 ${finding}`);
});

test('named sizes of one line do not bind the next', () => {
  expect(
    parseGolden(
      [
        line([[1, 2]]),
        line(
          [
            [1, 2],
            [3, 4],
          ],
          { y: [1, 2] },
        ),
      ].join('\n'),
      manifest(),
    ),
  ).toHaveLength(2);
});

describe('the rules of the model', () => {
  const ruled = (rules: object, type: TensorType = 'float32'): ModelManifest => {
    const { signature, ...rest } = manifest(type);
    return { ...rest, signature: { ...signature, inputs: [{ ...signature.inputs[0], ...rules }] } };
  };
  const features = ['age', 'region'];

  test.each<[string, unknown, ModelManifest]>([
    ['null where a value may be missing', [[null, 1]], ruled({ features, missing: ['age'] })],
    ['null anywhere', [[null, null]], ruled({ missing: 'allowed' })],
    ['null where a range is', [[null, 1]], ruled({ missing: 'allowed', ranges: { min: 0 } })],
    ['a category', [['a', 'b']], ruled({ categories: ['a', 'b'] }, 'string')],
    ['bounds', [[0, 120]], ruled({ ranges: { min: 0, max: 120 } }, 'int64')],
  ])('let %s through', (_, x, declared) => {
    expect(parseGolden(line(x), declared)).toHaveLength(1);
  });

  test.each<[string, unknown, ModelManifest, string]>([
    ['null elsewhere', [[1, null]], ruled({ features, missing: ['age'] }), '0/1 (null): expected a number (float32)'],
    [
      'a number out of range',
      [
        [1, 2],
        [121, 2],
      ],
      ruled({ features, ranges: { age: { max: 120 } } }),
      '1/0 (a number above): expected a number of at most 120',
    ],
    [
      'an unknown category',
      [[1, 9]],
      ruled({ features, categories: { region: [1, 2] } }, 'int64'),
      '0/1 (another value): expected one of 1, 2',
    ],
  ])('refuse %s', (_, x, declared, finding) => {
    const rows = (x as unknown[]).map(() => 1);
    expect(fault(line(x, { y: rows }), declared)).toEqual(invalid(`golden.jsonl line 1 /inputs/x/${finding}`));
  });
});
