import { referencesIn } from '../plan/plan';
import type { GraphResource } from './resource-graph';

export const SCALABLE_TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

/** The scalable target that a policy or a scheduled action is for: it refers to it, or names the same resource. */
export function scalableTargetOf(
  { properties }: GraphResource,
  targets: readonly GraphResource[],
): GraphResource | undefined {
  const { ScalingTargetId, ResourceId, ScalableDimension } = properties;
  const named = referencesIn([ScalingTargetId, ResourceId, ScalableDimension]);
  return (
    targets.find(({ id }) => named.some((reference) => reference.id === id)) ??
    targets.find(
      (target) =>
        ResourceId !== undefined &&
        target.properties.ResourceId === ResourceId &&
        target.properties.ScalableDimension === ScalableDimension,
    )
  );
}
