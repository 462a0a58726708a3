import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { tensorSchema } from '@inference-constructs/runtime/openapi/schemas';

const spec = (rules: Partial<TensorSpec>, type: TensorSpec['type'] = 'float32'): TensorSpec => ({
  name: 'x',
  type,
  shape: ['batch', 2],
  ...rules,
});
const rows = (row: object): object => ({ type: 'array', minItems: 1, items: row });
const row = (items: object): object => ({ type: 'array', minItems: 2, maxItems: 2, ...items });
const FEATURES = ['age', 'region'];

it('describes columns with rules one by one, in arrays and by name', () => {
  const ruled = spec({
    features: FEATURES,
    missing: ['region'],
    ranges: { age: { min: 0, max: 120 } },
    categories: { region: [1, 2] },
  });
  const age = { type: 'number', minimum: 0, maximum: 120 };
  const region = { type: ['number', 'null'], enum: [1, 2, null] };
  expect(tensorSchema(ruled, 'request')).toEqual(
    rows({
      oneOf: [
        row({ prefixItems: [age, region] }),
        { type: 'object', properties: { age, region }, required: FEATURES, additionalProperties: false },
      ],
    }),
  );
});

it('describes all columns at once where none has a rule', () => {
  expect(tensorSchema(spec({ features: FEATURES }), 'request')).toMatchObject(
    rows({ oneOf: [row({ items: { type: 'number' } }), { properties: { age: { type: 'number' } } }] }),
  );
});

it.each<[string, TensorSpec, object]>([
  ['missing values', spec({ missing: 'allowed' }), { type: ['number', 'null'] }],
  ['a range', spec({ ranges: { min: 0.5 } }), { type: 'number', minimum: 0.5 }],
  [
    'a range within that of the type',
    spec({ ranges: { min: -1000, max: 5 } }, 'int8'),
    { type: 'integer', minimum: -128, maximum: 5 },
  ],
  ['categories', spec({ categories: ['a', 'b'] }, 'string'), { type: 'string', enum: ['a', 'b'] }],
  [
    'a range of 64-bit integers, which may come as digits',
    spec({ ranges: { max: 5 } }, 'uint64'),
    {
      oneOf: [
        { type: 'integer', minimum: 0, maximum: 5 },
        { type: 'string', pattern: '^\\d{1,20}$' },
      ],
    },
  ],
])('describes %s of an input without features', (_, ruled, element) => {
  expect(tensorSchema(ruled, 'request')).toEqual(rows(row({ items: element })));
});
