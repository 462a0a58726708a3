import { longestStartSeconds, startingMinutes } from '@inference-constructs/core/out/catalog/starting';

test.each<[string, string[], number]>([
  ['without a GPU', ['ml.c7i.large'], 5],
  ['with one', ['ml.g5.xlarge'], 7],
  ['the longest of several', ['ml.g5.xlarge', 'ml.c7i.large'], 7],
  ['of a type that nobody knows', ['large'], 5],
  ['of none', [], 5],
])('until instances are in service, %s', (_, types, minutes) => {
  expect(startingMinutes(types)).toBe(minutes);
});

test('a timeout leaves more than is expected, and less for later batches', () => {
  expect([1, 2, 3].map(longestStartSeconds)).toEqual([1800, 2400, 3000]);
});
