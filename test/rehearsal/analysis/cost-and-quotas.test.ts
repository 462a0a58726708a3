import { US_EAST_1 } from '@inference-constructs/core/out/catalog/prices/us-east-1';
import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import { blueGreen, endpoint, read, rolling } from './support/declared';
import type { EndpointSpec } from './support/declared';

const canary = blueGreen('CANARY', { bake: 10, percent: 10, termination: 10 });

test('blue/green bills a second fleet until the old one is gone', () => {
  const [{ doubleFleet }] = analyse(read(endpoint({ deployment: canary }))).releases;
  expect(doubleFleet).toEqual({
    instances: [{ instanceType: 'ml.g5.xlarge', count: 2 }],
    minutes: 37,
    usd: 1.74,
    prices: [{ instanceType: 'ml.g5.xlarge', usdPerHour: 1.408, mark: 'listed', asOf: '2026-08-17' }],
  });
});

test('rolling bills one batch', () => {
  const deployment = rolling({ bake: 5, percent: 25 });
  const [{ doubleFleet }] = analyse(read(endpoint({ deployment, instances: 8 }))).releases;
  // Four batches of 7 and 5 minutes.
  expect(doubleFleet).toMatchObject({ instances: [{ count: 2 }], minutes: 48, usd: 2.25 });
});

test.each([
  [10, 13, 1],
  [10, 14, 1],
  [10, 17, 1],
  [5, 21, 1],
  [10, 20, 2],
  [50, 3, 1],
  [5, 2, 1],
])('rolling by %d %% of %d instances bills %d, whatever its share is rounded to', (percent, instances, count) => {
  const spec = { deployment: rolling({ bake: 5, percent }), instances };
  expect(analyse(read(endpoint(spec))).releases[0].doubleFleet?.instances).toMatchObject([{ count }]);
});

test('a price that is not known is not made up, and one that is given is used', () => {
  const spec = { deployment: canary, instanceType: 'ml.c7i.large' };
  expect(analyse(read(endpoint(spec))).releases[0].doubleFleet).toEqual({
    instances: [{ instanceType: 'ml.c7i.large', count: 2 }],
    minutes: 35,
    prices: [{ instanceType: 'ml.c7i.large' }],
  });
  const given = { usd: 0.1, mark: 'given' as const, asOf: '2026-11-22' };
  const prices = { ...US_EAST_1, prices: { 'hosting/ml.c7i.large/hour': given } };
  expect(analyse(read(endpoint(spec)), undefined, { prices }).releases[0].doubleFleet?.usd).toBe(0.12);
});

const [CHEAP, DEAR] = ['ml.m5.large', 'ml.m5.4xlarge'];

/** Two instances for each variant, of the types of its pools; 35 minutes at 0.6 and 6 USD an hour. */
function besideFleet(...variants: string[][]) {
  const resources = endpoint({ deployment: canary });
  resources.Config.Properties.ProductionVariants = variants.map((types, i) => ({
    VariantName: `v${i}`,
    ModelName: { 'Fn::GetAtt': ['Model', 'ModelName'] },
    InitialInstanceCount: 2,
    InstancePools: types.map((InstanceType, pool) => ({ InstanceType, Priority: pool + 1 })),
  }));
  const given = (usd: number) => ({ usd, mark: 'given' as const, asOf: '2026-11-22' });
  const prices = {
    ...US_EAST_1,
    prices: { [`hosting/${CHEAP}/hour`]: given(0.6), [`hosting/${DEAR}/hour`]: given(6) },
  };
  return analyse(read(resources), undefined, { prices }).releases[0].doubleFleet;
}

test.each<[string, string[][], number, number | undefined]>([
  ['of one variant', [[CHEAP, DEAR]], 0.7, 7],
  ['also where another variant is on the dearest anyway', [[CHEAP, DEAR], [DEAR]], 7.7, 14],
  ['and not of a variant that only starts with the same type', [[CHEAP, DEAR], [CHEAP]], 1.4, 7.7],
  ['which may be the first', [[DEAR, CHEAP]], 7, 7],
  ['which without other pools is what it costs', [[CHEAP], [DEAR]], 7.7, undefined],
  ['unless its price is not known', [[CHEAP, 'ml.c7i.large'], [CHEAP]], 1.4, undefined],
])('at most the dearest pool is billed, %s', (_, variants, usd, mostUsd) => {
  const billed = besideFleet(...variants);
  expect({ minutes: billed?.minutes, usd: billed?.usd, mostUsd: billed?.mostUsd }).toEqual({
    minutes: 35,
    usd,
    mostUsd,
  });
});

const small: EndpointSpec = { deployment: canary };

test.each<[string, EndpointSpec | undefined, EndpointSpec, object[]]>([
  [
    'a release doubles the fleet',
    small,
    { ...small, model: 'm2' },
    [
      {
        quota: 'ml.g5.xlarge for endpoint usage',
        before: 2,
        during: 4,
        after: 2,
        because: 'Endpoint: 2 old and 2 new at the same time',
      },
    ],
  ],
  ['no release doubles nothing', small, small, [{ before: 2, during: 2, after: 2, because: 'no fleet is doubled' }]],
  ['without an old template the next release is meant', undefined, small, [{ before: 0, during: 4, after: 2 }]],
  [
    'a scaled variant may be at its largest just then',
    { ...small, scaling: { min: 1, max: 5 } },
    { ...small, scaling: { min: 1, max: 5 }, model: 'm2' },
    [{ before: 5, during: 10, after: 5 }],
  ],
  [
    'rolling adds a batch',
    { deployment: rolling({ percent: 50, bake: 1 }), instances: 4 },
    { deployment: rolling({ percent: 50, bake: 1 }), instances: 4, model: 'm2' },
    [{ before: 4, during: 6, after: 4 }],
  ],
  [
    'a batch is the one that is billed: half of three instances is one',
    { deployment: rolling({ percent: 50, bake: 1 }), instances: 3 },
    { deployment: rolling({ percent: 50, bake: 1 }), instances: 3, model: 'm2' },
    [{ before: 3, during: 4, after: 3 }],
  ],
  [
    'another type is needed beside the old one',
    small,
    { ...small, instanceType: 'ml.g6e.xlarge' },
    [
      { quota: 'ml.g5.xlarge for endpoint usage', before: 2, during: 2, after: 0 },
      { quota: 'ml.g6e.xlarge for endpoint usage', before: 0, during: 2, after: 2 },
    ],
  ],
])('instances: %s', (_, before, after, expected) => {
  const { quotas } = analyse(read(endpoint(after)), before && read(endpoint(before), '1'));
  expect(quotas).toMatchObject(expected);
  expect(quotas).toHaveLength(expected.length);
});

test('alarms that carry the release are there twice until the clean-up', () => {
  const before = read(endpoint({ ...small, alarms: { ErrorsV1: {}, Kept: {} } }), '1');
  const after = read(endpoint({ ...small, alarms: { ErrorsV2: {}, Kept: {} } }));
  expect(analyse(after, before).quotas).toContainEqual({
    quota: 'CloudWatch alarms',
    before: 2,
    during: 3,
    after: 2,
    because: '1 of the old ones go in the clean-up',
    limit: 5000,
  });
});
