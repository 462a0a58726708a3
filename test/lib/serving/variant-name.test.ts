import { scaledVariantName, variantOf } from '@inference-constructs/core/out/serving/variant-name';

test.each([
  ['that is only named', undefined, 'live'],
  ['of this library', { variantName: 'live' }, 'live'],
  ['of somebody else', {}, 'AllTraffic'],
])('an endpoint %s (%j) scales its variant %s', (_, given, name) => {
  expect(scaledVariantName(given)).toBe(name);
});

test('of an endpoint of somebody else, the variant that is meant is what it usually has', () => {
  expect([variantOf({}), variantOf({ variantName: 'live' })]).toEqual(['AllTraffic', 'live']);
});
