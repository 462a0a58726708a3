import { describeBreach } from '@inference-constructs/core/out/rules/engine';
import { updateBreaches } from '@inference-constructs/core/out/rules/update';
import { UNKNOWN } from './support/broken';
import type { Given } from './support/scaling';
import { context, functionTarget, graphOf, variants } from './support/scaling';

describe('scaled-instance-type-changed', () => {
  const pools = (...types: unknown[]) => ({
    InstanceType: undefined,
    InstancePools: types.map((InstanceType, i) => ({ InstanceType, Priority: i + 1 })),
  });
  const update = (before: Given, after: Given) =>
    updateBreaches(graphOf(before), graphOf(after), context).map(describeBreach);

  test.each<[string, Given, string]>([
    ['another type', { variant: { InstanceType: 'ml.g6.12xlarge' } }, 'ml.g5.12xlarge to ml.g6.12xlarge'],
    ['the removal of the variant', { variant: { VariantName: 'other' } }, 'its removal'],
    [
      'a pool of types',
      { variant: pools('ml.g5.12xlarge', 'ml.g6.12xlarge') },
      'ml.g5.12xlarge to ml.g5.12xlarge, ml.g6.12xlarge',
    ],
    ['no instances', { variant: { InstanceType: undefined, ServerlessConfig: {} } }, 'ml.g5.12xlarge to none'],
  ])('%s takes two steps', (_, after, change) => {
    expect(update({}, after)).toEqual([
      `[scaled-instance-type-changed] Endpoint: instance type of the scaled variant live (${change}): not in one step, ` +
        'because it is registered with Application Auto Scaling. deploy without Target and its policies first, then with the ' +
        'change and the scaling',
    ]);
  });

  test('another type in a pool takes two steps', () => {
    const [from, to] = [pools('ml.g5.xlarge', 'ml.g6.xlarge'), pools('ml.g5.xlarge', 'ml.g4dn.xlarge')];
    expect(update({ variant: from }, { variant: to })).toEqual([
      expect.stringContaining('(ml.g5.xlarge, ml.g6.xlarge to ml.g5.xlarge, ml.g4dn.xlarge)'),
    ]);
  });

  test.each<[string, Given, Given]>([
    ['another order', { variant: pools('ml.a', 'ml.b') }, { variant: pools('ml.b', 'ml.a') }],
    ...UNKNOWN.flatMap((unknown): [string, Given, Given][] => [
      [`pools of ${JSON.stringify(unknown)}`, {}, { variant: { InstanceType: undefined, InstancePools: unknown } }],
      [`a pool of ${JSON.stringify(unknown)}`, {}, { variant: { InstanceType: undefined, InstancePools: [unknown] } }],
      [`a type of ${JSON.stringify(unknown)}`, {}, { variant: { InstanceType: unknown } }],
      [`a pool with ${JSON.stringify(unknown)}`, {}, { variant: pools(unknown) }],
      [`variants of ${JSON.stringify(unknown)}`, {}, variants(unknown)],
      [`a variant of ${JSON.stringify(unknown)}`, {}, variants([unknown])],
    ]),
    ['another count', {}, { variant: { InitialInstanceCount: 3 } }],
    [
      'another type of what does not scale its instances',
      { target: functionTarget },
      { variant: { InstanceType: 'ml.g6.12xlarge' } },
    ],
  ])('%s does not', (_, before, after) => {
    expect(update(before, after)).toEqual([]);
  });
});
