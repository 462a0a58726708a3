import type { DeclaredEndpoint } from '../assembly/assembly-reader';

export interface Instances {
  readonly count: number;
  /** With every scaled variant at its largest. */
  readonly most: number;
}

/** The instances of an endpoint, by type. */
export function fleetOf({ variants, shadowVariants }: DeclaredEndpoint): Map<string, Instances> {
  const fleet = new Map<string, Instances>();
  for (const { properties, scaling } of [...variants, ...shadowVariants]) {
    const { InstanceType: type, InitialInstanceCount: initial = 1 } = properties;
    if (typeof type !== 'string' || !Number.isFinite(Number(initial))) continue;
    const largest = scaling.map((target) => Number(target.properties.MaxCapacity)).filter(Number.isFinite);
    const { count, most } = fleet.get(type) ?? { count: 0, most: 0 };
    fleet.set(type, { count: count + Number(initial), most: most + Math.max(Number(initial), ...largest) });
  }
  return fleet;
}
