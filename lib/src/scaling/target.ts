import type { Plan, PlannedResource } from '../plan/plan';
import { checkCapacity } from './capacity';
import { identityOf } from './scaled';
import type { ScalingSpec } from './scaling-spec';
import { decideWakeUp } from './wake-up';

/** Construct id of the scalable target: the main resource of what scales. */
export const TARGET_ID = 'Resource';

/** What scales, between its bounds, and what brings it back from none. Policies and schedules come on top. */
export function decideScaling(spec: ScalingSpec): Plan {
  checkCapacity(spec);
  const target: PlannedResource = {
    id: TARGET_ID,
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    // No role: Application Auto Scaling uses the service-linked role of the service, and ignores any other.
    properties: { ...identityOf(spec.scaled), MinCapacity: spec.minCapacity, MaxCapacity: spec.maxCapacity },
  };
  const wakeUp = spec.minCapacity === 0 ? decideWakeUp(spec) : [];
  return { resources: [target, ...wakeUp], notes: [] };
}
