import { withoutVolume } from '../../catalog/local-storage';
import { isGiven, text } from '../reading';
import type { Rule } from '../rule';
import { CONFIG, CREATE_CONFIG, declaredVariants, instanceTypesOf } from './declared';

const volumeUnsupported: Rule = {
  id: 'volume-on-local-storage',
  severity: 'error',
  why: 'SageMaker attaches no volume to instances that have disks of their own, and refuses a size for one.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/host-instance-storage.html',
  check(graph, context) {
    return declaredVariants(graph).flatMap(({ config: resource, variant, called }) => {
      if (isGiven(variant.VolumeSizeInGB) !== true) return [];
      const types = instanceTypesOf(variant).map((each) => text(each, context) ?? '');
      const local = withoutVolume(types, 'all');
      if (local === undefined) return [];
      return {
        resource,
        message: `VolumeSizeInGB (${String(variant.VolumeSizeInGB)}) of ${called}: not on ${local}, which has disks of its own. leave it out`,
      };
    });
  },
};

const keyUnsupported: Rule = {
  id: 'volume-key-on-local-storage',
  severity: 'error',
  why: 'Disks of an instance are encrypted in its hardware: SageMaker refuses a key for a volume that is not there.',
  source: CREATE_CONFIG,
  check(graph, context) {
    return graph.ofType(CONFIG).flatMap((resource) => {
      if (isGiven(resource.properties.KmsKeyId) !== true) return [];
      const types = declaredVariants(graph)
        .filter(({ config }) => config === resource)
        .flatMap(({ variant }) => instanceTypesOf(variant))
        .flatMap((each) => text(each, context) ?? []);
      const local = withoutVolume(types);
      if (local === undefined) return [];
      return {
        resource,
        message: `KmsKeyId (given): not with ${local}, which has disks of its own that its hardware encrypts. leave it out`,
      };
    });
  },
};

export const storageRules: readonly Rule[] = [volumeUnsupported, keyUnsupported];
