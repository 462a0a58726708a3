import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';

export interface Instances {
  /** Where each variant is on the type that SageMaker asks for first. */
  readonly count: number;
  /** With every scaled variant at its largest, and where its other pools have no instances. */
  readonly most: number;
}

/** The instances of an endpoint, by type. */
export function fleetOf({ variants, shadowVariants }: DeclaredEndpoint): Map<string, Instances> {
  const fleet = new Map<string, Instances>();
  for (const variant of [...variants, ...shadowVariants]) {
    const { instanceTypes, count: initial = 1, scaling } = instancesOf(variant);
    instanceTypes.forEach((instanceType, i) => {
      const { count, most } = fleet.get(instanceType) ?? { count: 0, most: 0 };
      const first = i === 0 ? initial : 0;
      fleet.set(instanceType, { count: count + first, most: most + Math.max(initial, scaling?.max ?? 0) });
    });
  }
  return fleet;
}

/** The types on which variants are only where pools before them have no instances. */
export function isFallback(endpoints: readonly DeclaredEndpoint[], instanceType: string): boolean {
  return endpoints.every((endpoint) => (fleetOf(endpoint).get(instanceType)?.count ?? 0) === 0);
}
