import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';

export interface Instances {
  readonly count: number;
  /** With every scaled variant at its largest. */
  readonly most: number;
}

/** The instances of an endpoint, by type. */
export function fleetOf({ variants, shadowVariants }: DeclaredEndpoint): Map<string, Instances> {
  const fleet = new Map<string, Instances>();
  for (const variant of [...variants, ...shadowVariants]) {
    const { instanceType, count: initial = 1, scaling } = instancesOf(variant);
    if (instanceType === undefined) continue;
    const { count, most } = fleet.get(instanceType) ?? { count: 0, most: 0 };
    fleet.set(instanceType, { count: count + initial, most: most + Math.max(initial, scaling?.max ?? 0) });
  }
  return fleet;
}
