import type { Properties } from '../plan/plan';
import type { InstancePoolSpec } from './instance-pools';
import { instancePools } from './instance-pools';

/** On which instances a variant is: of one type, or of several by priority. */
export interface Placement {
  /** The first of the pools, where there are pools. */
  readonly instanceType: string;
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly instanceProvisionTimeoutSeconds?: number;
}

/** Every type on which an instance of the variant may be. */
export function typesOf({ instanceType, instancePools: pools }: Placement): string[] {
  return pools?.map((pool) => pool.instanceType) ?? [instanceType];
}

/** What a variant says of it. */
export function placementProperties(placement: Placement): Properties {
  return placement.instancePools === undefined ? { InstanceType: placement.instanceType } : instancePools(placement);
}

/** The pools of an endpoint are not those of a variant that names a type of its own. */
export function withoutPools(variant: { readonly instanceType?: string } = {}): Partial<Placement> {
  if (variant.instanceType === undefined) return {};
  return { instancePools: undefined, instanceProvisionTimeoutSeconds: undefined };
}
