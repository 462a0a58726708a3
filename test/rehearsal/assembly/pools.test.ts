import { planFleet } from '@inference-constructs/rehearsal/fleet/plan-fleet';
import { typesOf } from '@inference-constructs/rehearsal/fleet/fleet-plan';
import { endpoint, read } from '../analysis/support/declared';

/** The variant of an endpoint on pools, with a second model beside it. */
function declared(pools: readonly object[]) {
  const resources = endpoint();
  const [variant] = resources.Config.Properties.ProductionVariants as Record<string, unknown>[];
  Object.assign(variant, { InstanceType: undefined, InstancePools: pools });
  resources.Other = { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer: { Image: 'other' } } };
  return read(resources).endpoints[0];
}

const OTHER = { 'Fn::GetAtt': ['Other', 'ModelName'] };
const [a, b] = ['ml.m5.large', 'ml.c5.large'];

test.each<[string, object[], string[], string]>([
  [
    'the order of the list',
    [
      { InstanceType: a, Priority: 1 },
      { InstanceType: b, Priority: 2 },
    ],
    [a, b],
    'Model',
  ],
  [
    'their priorities',
    [
      { InstanceType: a, Priority: 2 },
      { InstanceType: b, Priority: '1' },
    ],
    [b, a],
    'Model',
  ],
  ['one without a priority last', [{ InstanceType: a }, { InstanceType: b, Priority: 5 }], [b, a], 'Model'],
  [
    'the model that the first has',
    [
      { InstanceType: a, Priority: 1, ModelNameOverride: OTHER },
      { InstanceType: b, Priority: 2 },
    ],
    [a, b],
    'Other',
  ],
  [
    'no model of the second',
    [
      { InstanceType: a, Priority: 1 },
      { InstanceType: b, Priority: 2, ModelNameOverride: OTHER },
    ],
    [a, b],
    'Model',
  ],
])('pools are taken by %s', (_, pools, types, model) => {
  const found = declared(pools);
  expect(typesOf(planFleet(found).variants[0])).toEqual(types);
  expect(found.variants[0].model?.path).toBe(model);
});
