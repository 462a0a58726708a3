import * as fc from 'fast-check';
import { chooseDefault, compareVersions } from '@inference-constructs/runtime/versions/precedence';

/** The example of Semantic Versioning 2.0.0, section 11, between two releases. */
const ASCENDING = [
  '0.9.10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.0+build-1.7',
  '1.0.1',
  '1.10.0',
  '2.0.0',
  '10.0.0',
  '123456789012345678901.0.0',
];

it('orders versions as the specification does, from any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(ASCENDING, { minLength: 2 }), (versions) => {
      const expected = ASCENDING.filter((version) => versions.includes(version));
      expect([...versions].sort(compareVersions)).toEqual(expected);
    }),
  );
});

it.each([
  [['1.9.0', '1.10.0', '1.2.0'], '1.10.0'],
  [['1.0.0', '2.0.0-rc.1'], '1.0.0'],
  [['2.0.0-rc.1', '2.0.0-rc.2'], '2.0.0-rc.2'],
  [['1.0.0'], '1.0.0'],
])('of %j, %s answers who names none', (versions, expected) => {
  expect(chooseDefault(versions)).toBe(expected);
});
