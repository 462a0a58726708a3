import { instanceFacts } from './instances';

/** Families whose instances have disks of their own although no "d" in their name says so. */
const BY_NAME = /^(g5|g6|p5|trn1)/;

/**
 * Whether instances of a type have disks of their own, so that SageMaker attaches no volume and takes no key for one. Source:
 * `volume_size_supported` and `instance_supports_kms` of AWS's sagemaker-python-sdk, read November 2026. Open set: a type
 * that is not known has none.
 */
export function hasLocalStorage(instanceType: string): boolean {
  const family = instanceFacts(instanceType)?.family;
  return family !== undefined && (family.includes('d') || BY_NAME.test(family));
}

/**
 * The first of the types on which a variant may be that takes no volume and no key for one. Ours refuse a size for all pools of
 * a variant where there is any. That SageMaker does is known only where all have disks, as rules ask, which judge any template.
 */
export function withoutVolume(instanceTypes: readonly string[], which: 'any' | 'all' = 'any'): string | undefined {
  return which === 'any' || instanceTypes.every(hasLocalStorage) ? instanceTypes.find(hasLocalStorage) : undefined;
}
