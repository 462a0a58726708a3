import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { scalableVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';

const folder = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1');
const model = loadedPackage(ModelPackage.fromDirectory(folder));
const data = { model, modelDataUrl: 's3://bucket/key', modelDataArn: 'arn:aws:s3:::bucket/key' };
const instancePools = [{ instanceType: 'ml.c7i.xlarge' }, { instanceType: 'ml.c6i.xlarge' }];
const decide = (spec: Partial<EndpointSpec> = {}) =>
  decideEndpoint({
    ...data,
    endpointName: 'diagnosis',
    image: 'image',
    imageRepositoryArn: 'repository',
    partition: 'aws',
    region: 'us-east-1',
    account: '123456789012',
    isUnresolved: () => false,
    instancePools,
    ...spec,
  });
const variants = (spec: Partial<EndpointSpec> = {}, kind = 'ProductionVariants') =>
  decide(spec).resources.find(({ id }) => id === 'Config')!.properties[kind] as Properties[];
const POOLS = [
  { InstanceType: 'ml.c7i.xlarge', Priority: 1 },
  { InstanceType: 'ml.c6i.xlarge', Priority: 2 },
];

test('pools stand in place of an instance type', () => {
  const [live] = variants({ instanceProvisionTimeoutSeconds: 600 });
  expect(live).toMatchObject({ InstancePools: POOLS, VariantInstanceProvisionTimeoutInSeconds: 600 });
  expect(live).not.toHaveProperty('InstanceType');
});

test('a variant is on the pools of the endpoint, unless it names a type', () => {
  const [, same, own] = variants({
    rollout: { kind: 'blue-green', bakeMinutes: 10 },
    variants: [
      { name: 'same', weight: 1, ...data },
      { name: 'own', weight: 1, ...data, instanceType: 'ml.m5.large' },
    ],
  });
  expect(same.InstancePools).toEqual(POOLS);
  expect(own).toMatchObject({ InstanceType: 'ml.m5.large' });
  expect(own).not.toHaveProperty('InstancePools');
});

test('so is a shadow', () => {
  expect(variants({ shadow: data }, 'ShadowProductionVariants')[0].InstancePools).toEqual(POOLS);
  const own = variants({ shadow: { ...data, instanceType: 'ml.m5.large' } }, 'ShadowProductionVariants')[0];
  expect(own.InstanceType).toBe('ml.m5.large');
});

test('the model has to fit on every pool', () => {
  const small = [...instancePools, { instanceType: 'ml.c5.large' }];
  expect(() => decide({ instancePools: small, model: { ...model, bytes: 4 * 1024 ** 3 } })).toThrow(
    /^instance type \(ml\.c5\.large\): has 4 GiB of memory/,
  );
});

test('no volume is asked for where one pool has disks of its own', () => {
  const disks = [...instancePools, { instanceType: 'ml.c5d.xlarge' }];
  expect(() => decide({ instancePools: disks, volumeSizeGib: 10 })).toThrow(/^volume size \(on ml\.c5d\.xlarge\)/);
});

test.each<[string, Partial<EndpointSpec>, string]>([
  [
    'a type beside them',
    { instanceType: 'ml.m5.large' },
    'instance type ("ml.m5.large"): not beside instancePools. make it the first of the pools, or leave them out',
  ],
  ['none of them', { instancePools: [] }, 'instance pools (0): from 1 to 5. name so many'],
  [
    'a type that is none',
    { instancePools: [{ instanceType: 'ml.c7i.large' }, { instanceType: 'm5.large' }] },
    'instance pools (ml.c7i.large and m5.large): all with GPUs or none, and of one processor architecture, because one image serves on all of them. choose types that are alike',
  ],
  [
    'a time to wait without them',
    { instancePools: undefined, instanceProvisionTimeoutSeconds: 600 },
    'instance provision timeout (600 s): only with instancePools. name the pools, or leave it out',
  ],
])('%s is refused', (_, spec, message) => {
  expect(() => decide(spec)).toThrow(new Error(message));
});

test('their types tell releases apart', () => {
  const policy = (spec: Partial<EndpointSpec> = {}) =>
    decide(spec).resources.find(({ id }) => id === 'RolePolicy')!.properties.PolicyName;
  expect(policy()).not.toBe(policy({ instancePools: instancePools.slice(0, 1) }));
});

test('what scales them does not know the devices of an instance', () => {
  expect(scalableVariant({ instancePools, model, isUnresolved: () => false }).instanceType).toBeUndefined();
});
