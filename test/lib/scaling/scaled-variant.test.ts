import { declaresWeights, scalableVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { retainedProperties } from '@inference-constructs/core/out/scaling/retained';
import { TOKEN } from './support/spec';

test.each([
  [false, ['DataCaptureConfig']],
  [true, ['DataCaptureConfig', 'DesiredWeight']],
])('an endpoint with declared weights (%p) keeps all but %j', (declaresWeights, excluded) => {
  expect(retainedProperties(declaresWeights)).toEqual({
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: excluded.map((VariantPropertyType) => ({ VariantPropertyType })),
  });
});

describe('a variant of an endpoint', () => {
  const isUnresolved = (value: unknown) => value === TOKEN;
  const variants = [{ name: 'challenger', weight: 3, instanceType: 'ml.g5.xlarge' }];

  test('has the instances and the share of the traffic that are declared', () => {
    const declared = { instanceCount: 4, variants, expectedRequestsPerMinute: 400, isUnresolved };
    expect(scalableVariant(declared)).toEqual({
      variantName: 'live',
      instanceType: 'ml.c7i.large',
      instanceCount: 4,
      expectedRequestsPerMinute: 100,
    });
    expect(scalableVariant(declared, 'challenger')).toMatchObject({
      instanceType: 'ml.g5.xlarge',
      expectedRequestsPerMinute: 300,
    });
  });

  test('has an unknown share where a weight is a token', () => {
    const declared = { weight: TOKEN, variants, expectedRequestsPerMinute: 400, isUnresolved };
    expect(scalableVariant(declared)).not.toHaveProperty('expectedRequestsPerMinute');
  });

  test('is refused where the endpoint has none of that name', () => {
    expect(() => scalableVariant({ variants, isUnresolved }, 'other')).toThrow(
      'variant ("other"): one of live, challenger. name one that the endpoint has',
    );
  });

  test('has a declared weight where the author gives one', () => {
    expect([{}, { weight: 0 }, { variants }].map((given) => declaresWeights({ ...given, isUnresolved }))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
