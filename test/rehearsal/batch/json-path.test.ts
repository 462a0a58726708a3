import { parsePath, select, withValue } from '@inference-constructs/rehearsal/state-machine/json-path';
import fc from 'fast-check';

const DATA = { a: { b: [1, 2, 3, 4], 'c d': 'x', "it's": 5 }, list: [{ n: 1 }, { n: 2 }, {}] };

test.each<[string, boolean, unknown[]]>([
  ['$', true, [DATA]],
  ['$.a.b[0]', true, [1]],
  ['$.a.b[-1]', true, [4]],
  ["$.a['c d']", true, ['x']],
  ['$["a"].b[1]', true, [2]],
  ["$.a['it\\'s']", true, [5]],
  ['$.a.missing', true, []],
  ['$.a.b[9]', true, []],
  ['$.a.b.n', true, []],
  ['$.a.b[1:]', false, [2, 3, 4]],
  ['$.a.b[:-2]', false, [1, 2]],
  ['$.a.b[0,-1]', false, [1, 4]],
  ['$.list[*].n', false, [1, 2]],
  ['$.a.*', false, [[1, 2, 3, 4], 'x', 5]],
  ["$.a['b','c d']", false, [[1, 2, 3, 4], 'x']],
])('%s', (text, isDefinite, found) => {
  const path = parsePath(text);
  expect(path).toMatchObject({ isDefinite });
  expect(path && select(path, DATA)).toEqual(found);
});

test.each(['a.b', '$..n', '$.list[?(@.n==1)]', '$.a.b.length()', '$.a.', '$.a[', '$ a'])('%s is none', (text) => {
  expect(parsePath(text)).toBeUndefined();
});

test.each<[string, unknown, unknown]>([
  ['$', { a: 1 }, 7],
  ['$.b', { a: 1 }, { a: 1, b: 7 }],
  ['$.a', { a: 1 }, { a: 7 }],
  ['$.b.c', { a: 1 }, { a: 1, b: { c: 7 } }],
  ['$.a[1]', { a: [1, 2] }, { a: [1, 7] }],
  ['$.a[2]', { a: [1, 2] }, undefined],
  ['$.a.b', { a: 1 }, undefined],
  ['$.a', 'text', undefined],
])('7 at %s of %j', (text, target, expected) => {
  const path = parsePath(text);
  expect(path && withValue(target, path, 7)).toEqual(expected);
});

test('what was put at a path is there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
      fc.jsonValue(),
      (names, value) => {
        const text = `$${names.map((name) => `['${name.replace(/[\\']/g, '\\$&')}']`).join('')}`;
        const path = parsePath(text);
        expect(path && select(path, withValue({}, path, value))).toEqual([value]);
      },
    ),
  );
});
