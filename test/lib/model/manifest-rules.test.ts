import * as fc from 'fast-check';
import { columnRules, missingAllowed, ruleMisfit } from '@inference-constructs/core/out/model/input-rules';
import type { TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import { roundedTo } from '@inference-constructs/core/out/model/rounding';
import { faultOf } from './support/faults';

/** A manifest whose input says this of its values. */
function manifest(rules: object, type: TensorType = 'float32', features?: string[]): string {
  const input = { name: 'x', type, shape: ['batch', 3], ...(features && { features }), ...rules };
  const outputs = [{ name: 'y', type: 'float32', shape: ['batch'] }];
  return JSON.stringify({ name: 'm', version: '1.0.0', signature: { inputs: [input], outputs } });
}

const NAMED = ['age', 'income', 'region'];
const named = (rules: object, type?: TensorType) => manifest(rules, type, NAMED);

test.each<[string, string]>([
  ['values that may be missing', manifest({ missing: 'allowed' })],
  ['values that may not', manifest({ missing: 'refused' }, 'int64')],
  ['features that may be missing', named({ missing: ['age', 'region'] })],
  ['ranges by feature', named({ ranges: { age: { min: 0, max: 120 }, income: { min: 0 } } })],
  ['one range for all', manifest({ ranges: { max: 1.5 } }, 'float64')],
  ['one value', manifest({ ranges: { min: 1, max: 1 } }, 'int8')],
  ['categories by feature', named({ categories: { region: [1, 2, 3] } }, 'int64')],
  ['one list of categories', manifest({ categories: ['north', ''] }, 'string')],
])('takes %s', (_, text) => {
  expect(parseManifest(text)).toEqual(JSON.parse(text));
});

test.each<[string, string, string]>([
  ['another word', manifest({ missing: 'yes' }), 'missing ("yes"): expected "refused" or "allowed"'],
  ['a list without features', manifest({ missing: ['a'] }), 'missing (a list of 1): expected "refused" or "allowed"'],
  [
    'another word, with features',
    named({ missing: true }),
    'missing (true): expected "refused", "allowed" or a list of features',
  ],
  [
    'an unknown feature that may be missing',
    named({ missing: ['ages'] }),
    'missing/0 ("ages"): expected the name of a feature. did you mean "age"?',
  ],
  [
    'a feature twice',
    named({ missing: ['age', 'age'] }),
    'missing/1 ("age"): expected a name of its own, item 0 has this one',
  ],
  [
    'integers that may be missing',
    manifest({ missing: 'allowed' }, 'int64'),
    'missing ("allowed"): expected no such field with type int64, only floats can be missing',
  ],
  [
    'a range of texts',
    manifest({ ranges: { min: 0 } }, 'string'),
    'ranges (an object): expected no such field with type string, only numbers have ranges',
  ],
  [
    'a range of booleans',
    manifest({ ranges: { min: 0 } }, 'bool'),
    'ranges (an object): expected no such field with type bool, only numbers have ranges',
  ],
  ['a range without bounds', manifest({ ranges: {} }), 'ranges (an object): expected min, max or both'],
  [
    'a range of a feature, without features',
    manifest({ ranges: { age: { min: 0 } } }),
    'ranges/age (an object): expected no such field; there are min, max',
  ],
  ['a range for all, with features', named({ ranges: { min: 0 } }), 'ranges/min (0): expected the name of a feature'],
  ['a bound that is no number', manifest({ ranges: { min: '0' } }), 'ranges/min ("0"): expected a number'],
  [
    'bounds the wrong way round',
    manifest({ ranges: { min: 2, max: 1 } }),
    'ranges/max (1): expected at least the min of 2',
  ],
  [
    'a range of an unknown feature',
    named({ ranges: { incom: { min: 0 } } }),
    'ranges/incom (an object): expected the name of a feature. did you mean "income"?',
  ],
  ['ranges in a list', named({ ranges: [] }), 'ranges (an empty list): expected an object'],
  ['no categories', manifest({ categories: [] }), 'categories (an empty list): expected a list with at least one item'],
  [
    'a category twice',
    named({ categories: { age: [1, 2, 1] } }),
    'categories/age/2 (1): expected a category of its own, item 0 is this one',
  ],
  [
    'a text as a category of numbers',
    manifest({ categories: ['1'] }),
    'categories/0 ("1"): expected a number, as the input is of type float32',
  ],
  [
    'a fraction as a category of integers',
    manifest({ categories: [1.5] }, 'int32'),
    'categories/0 (1.5): expected a whole number, as the input is of type int32',
  ],
  [
    'a number as a category of texts',
    manifest({ categories: [1] }, 'string'),
    'categories/0 (1): expected a text, as the input is of type string',
  ],
  [
    'categories of booleans',
    manifest({ categories: [1] }, 'bool'),
    'categories (a list of 1): expected no such field with type bool, which has two values',
  ],
])('refuses %s', (_, text, finding) => {
  expect(faultOf(() => parseManifest(text))).toEqual({
    code: 'ManifestInvalid',
    message: `model.json /signature/inputs/0/${finding}`,
  });
});

test('says nothing about the values of outputs', () => {
  const text = manifest({}).replace('"shape":["batch"]', '"shape":["batch"],"ranges":{"min":0}');
  expect(faultOf(() => parseManifest(text)).message).toBe(
    'model.json /signature/outputs/0/ranges (an object): expected no such field; there are name, type, shape, features',
  );
});

const spec = (rules: Partial<TensorSpec>, type: TensorType = 'float32'): TensorSpec => ({
  name: 'x',
  type,
  shape: ['batch', 3],
  ...rules,
});

test.each<[string, Partial<TensorSpec>, TensorType, number | string, object | undefined]>([
  ['within', { ranges: { min: 0, max: 120 } }, 'float32', 120, undefined],
  [
    'above',
    { ranges: { min: 0, max: 120 } },
    'float32',
    120.1,
    { expected: 'a number from 0 to 120', got: 'a number above' },
  ],
  ['below', { ranges: { min: 0.5 } }, 'float64', 0, { expected: 'a number of at least 0.5', got: 'a number below' }],
  ['at most', { ranges: { max: 3 } }, 'int64', 4, { expected: 'a number of at most 3', got: 'a number above' }],
  ['a bound that float32 rounds', { ranges: { min: 0, max: 0.1 } }, 'float32', 0.10000000149011612, undefined],
  ['a category that float32 rounds', { categories: [0.1, 2] }, 'float32', 0.10000000149011612, undefined],
  ['one of several', { categories: ['a', 'b'] }, 'string', 'c', { expected: "one of 'a', 'b'", got: 'another value' }],
  ['the only one', { categories: [7] }, 'int32', 8, { expected: '7', got: 'another value' }],
  [
    'one of many',
    { categories: Array.from({ length: 12 }, (_, i) => i) },
    'int32',
    99,
    { expected: 'one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 or 2 others', got: 'another value' },
  ],
  [
    'one of long ones',
    { categories: ['x'.repeat(80)] },
    'string',
    '',
    { expected: `'${'x'.repeat(57)}...'`, got: 'another value' },
  ],
])('a value %s', (_, rules, type, value, misfit) => {
  const [rule] = columnRules(spec(rules, type));
  const found = ruleMisfit(value, rule, type);
  expect(found && { expected: found.expected, got: found.got }).toEqual(misfit);
});

test('rules stand in the order of the columns', () => {
  const ruled = spec({ features: NAMED, categories: { region: [1] }, ranges: { region: { min: 0 }, age: { min: 0 } } });
  expect(columnRules(ruled).map(({ column, min, categories }) => [column, min?.value, categories?.values])).toEqual([
    [0, 0, undefined],
    [2, 0, [1]],
  ]);
});

test('features that may be missing are found by their column', () => {
  const allowed = missingAllowed(spec({ features: NAMED, missing: ['region', 'age'] }));
  expect([0, 1, 2].map((column) => allowed?.(column))).toEqual([true, false, true]);
  expect(missingAllowed(spec({}))).toBeUndefined();
});

test('a bound is within its range, whatever the type rounds it to', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('float16' as const, 'float32' as const),
      fc.double({ noNaN: true, min: -6e4, max: 6e4 }),
      (type, bound) => {
        const [rule] = columnRules(spec({ ranges: { min: bound, max: bound } }, type));
        expect(ruleMisfit(bound, rule, type)).toBeUndefined();
        expect(ruleMisfit(roundedTo(type, bound), rule, type)).toBeUndefined();
      },
    ),
  );
});
