import { hasLocalStorage } from '@inference-constructs/core/out/catalog/local-storage';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import type { InstancesSpec } from '@inference-constructs/core/out/serving/endpoint-instances';
import {
  checkVolumes,
  instancesProperties,
  volumeProperties,
} from '@inference-constructs/core/out/serving/endpoint-instances';

const isUnresolved = (value: unknown) => String(value).includes('Token');
const check = (spec: InstancesSpec, ...types: string[]) => checkVolumes(spec, types, isUnresolved);

test.each([
  ['ml.c7i.large', false],
  ['ml.c5d.large', true],
  ['ml.g4dn.xlarge', true],
  ['ml.g5.xlarge', true],
  ['ml.g6e.xlarge', true],
  ['ml.p5en.48xlarge', true],
  ['ml.trn1.2xlarge', true],
  ['ml.inf2.xlarge', false],
  ['nonsense', false],
])('%s has disks of its own: %p', (type, expected) => {
  expect(hasLocalStorage(type)).toBe(expected);
});

test.each<[InstancesSpec, string[], string]>([
  [
    { volumeSizeGib: 50 },
    ['ml.c7i.large', 'ml.g5.xlarge'],
    'volume size (on ml.g5.xlarge): not on an instance type with disks of its own, which are all there is. leave it out, or choose a type without disks',
  ],
  [
    { volumeKey: 'alias/volumes' },
    ['ml.g4dn.xlarge'],
    'key of the volumes (on ml.g4dn.xlarge): not on an instance type with disks of its own, which it encrypts by itself. leave it out, or choose a type without disks',
  ],
  [{ volumeSizeGib: 0 }, ['ml.c7i.large'], 'volume size (0 GiB): whole GiB from 1 to 512. choose a size in that range'],
  [
    { volumeSizeGib: 1.5 },
    ['ml.c7i.large'],
    'volume size (1.5 GiB): whole GiB from 1 to 512. choose a size in that range',
  ],
  [
    { volumeSizeGib: 513 },
    ['${Token[TOKEN.1]}'],
    'volume size (513 GiB): whole GiB from 1 to 512. choose a size in that range',
  ],
])('%j on %j is refused', (spec, types, message) => {
  expect(() => check(spec, ...types)).toThrow(new Error(message));
});

test('what is not known is not judged', () => {
  expect(() => check({ volumeSizeGib: 'Token[1]' as unknown as number, volumeKey: 'k' }, 'Token[2]')).not.toThrow();
  expect(() => check({}, 'ml.g5.xlarge')).not.toThrow();
});

test.each<[InstancesSpec, Properties]>([
  [{}, {}],
  [
    { volumeSizeGib: 50, inferenceAmiVersion: 'ami', routingStrategy: 'RANDOM' },
    { VolumeSizeInGB: 50, InferenceAmiVersion: 'ami', RoutingConfig: { RoutingStrategy: 'RANDOM' } },
  ],
])('%j is said as %j', (spec, expected) => {
  expect(instancesProperties(spec)).toEqual(expected);
});

test('the key is that of the configuration', () => {
  expect(volumeProperties({ volumeKey: 'key' })).toEqual({ KmsKeyId: 'key' });
});
