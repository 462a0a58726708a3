import { defaultInstanceNotes, instanceTypeOf } from '@inference-constructs/core/out/serving/default-instance';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';
import { scalableVariant, scaledInstanceNotes } from '@inference-constructs/core/out/scaling/endpoint-scaling';

const MIB = 1024 * 1024;
const sized = (mebibytes?: number) =>
  ({ manifest: { name: 'm' }, bytes: mebibytes === undefined ? undefined : mebibytes * MIB }) as unknown as ServedModel;

test.each([
  [undefined, 'ml.c7i.large'],
  [1, 'ml.c7i.large'],
  [1280, 'ml.c7i.large'],
  [1281, 'ml.c7i.xlarge'],
  [10_000, 'ml.c7i.4xlarge'],
  [1_000_000, 'ml.c7i.48xlarge'],
])('a model of %p MiB is on the type that holds it comfortably', (mebibytes, type) => {
  expect(instanceTypeOf({ model: sized(mebibytes) })).toBe(type);
});

test('what was measured goes before what the size tells', () => {
  const bench = { residentMib: 1000 } as ServedModel['bench'];
  expect(instanceTypeOf({ model: { ...sized(2000), bench } })).toBe('ml.c7i.large');
});

test('every model on the type of the endpoint counts, and one on its own does not', () => {
  const larger = { model: sized(5000) };
  expect(instanceTypeOf({ model: sized(1), variants: [larger] })).toBe('ml.c7i.2xlarge');
  expect(instanceTypeOf({ model: sized(1), shadow: larger })).toBe('ml.c7i.2xlarge');
  expect(instanceTypeOf({ model: sized(1), variants: [{ ...larger, instanceType: 'ml.r5.large' }] })).toBe(
    'ml.c7i.large',
  );
});

test('what the author says is taken', () => {
  expect(instanceTypeOf({ model: sized(5000), instanceType: 'ml.m5.large' })).toBe('ml.m5.large');
});

test('what scales a fleet knows the type that was chosen for its model', () => {
  const declared = { model: sized(5000), isUnresolved: () => false };
  expect(scalableVariant(declared)).toMatchObject({ instanceType: 'ml.c7i.2xlarge' });
});

describe('what scales a fleet', () => {
  const isUnresolved = () => false;
  const small = { model: sized(1), isUnresolved };
  const challenger = { name: 'challenger', weight: 1, model: sized(5000) };
  const told = (type: string) => [
    `instance type (none given, of instances that scale): ${type} follows the size of the model, and the type of a variant that scales cannot change in one step. name instanceType`,
  ];

  test.each<[string, Parameters<typeof scaledInstanceNotes>, string[]]>([
    ['names none', [small], told('ml.c7i.large')],
    ['names none of any variant', [{ ...small, variants: [challenger] }, 'challenger'], told('ml.c7i.2xlarge')],
    [
      'names that of another',
      [{ ...small, variants: [{ ...challenger, instanceType: 'ml.m5.large' }] }],
      told('ml.c7i.large'),
    ],
    ['names that of the endpoint', [{ ...small, instanceType: 'ml.m5.large' }], []],
    [
      'names that of the variant',
      [{ ...small, variants: [{ ...challenger, instanceType: 'ml.m5.large' }] }, 'challenger'],
      [],
    ],
    ['has pools', [{ ...small, instancePools: [{ instanceType: 'ml.m5.large' }] }], []],
    ['has models that requests load', [{ isUnresolved }], []],
  ])('and %s is told to name one where the model decides', (_, given, notes) => {
    expect(scaledInstanceNotes(...given)).toEqual(notes);
  });
});

test('a default that costs more is told', () => {
  expect(defaultInstanceNotes('ml.c7i.large')).toEqual([]);
  expect(defaultInstanceNotes('ml.c7i.xlarge')).toEqual([
    'instance type (none given): ml.c7i.xlarge, because ml.c7i.large has not the memory that the model takes comfortably. name a type, or leave it at that',
  ]);
});
