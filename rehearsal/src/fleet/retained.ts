import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import type { FleetPlan, VariantPlan } from './fleet-plan';

type Retained = Partial<Pick<VariantPlan, 'instances' | 'weight'>>;

/** The new fleet with what UpdateEndpoint takes over from the old one instead of from the configuration. */
export function withRetained(fleet: FleetPlan, old: FleetPlan, { properties }: DeclaredEndpoint): FleetPlan {
  if (String(properties.RetainAllVariantProperties) !== 'true') return fleet;
  const listed = [properties.ExcludeRetainedVariantProperties ?? []].flat() as { VariantPropertyType?: unknown }[];
  const excluded = listed.map(({ VariantPropertyType }) => VariantPropertyType);
  const variants = fleet.variants.map((variant) => {
    const before = old.variants.find(({ name }) => name === variant.name);
    if (before === undefined) return variant;
    const retained: Retained = {
      ...(excluded.includes('DesiredInstanceCount') ? {} : { instances: before.instances }),
      ...(excluded.includes('DesiredWeight') ? {} : { weight: before.weight }),
    };
    return { ...variant, ...retained };
  });
  return { ...fleet, variants };
}
