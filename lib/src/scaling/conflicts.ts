import type { PlannedResource } from '../plan/plan';
import { POLICY } from './policy';
import { WAKE_UP_ID } from './wake-up';

/** What the author of a second policy should know; once, when it is added. */
export function conflictNotes(before: readonly PlannedResource[], added: readonly PlannedResource[]): string[] {
  const trackings = count(before, 'TargetTrackingScaling');
  const isTracking = count(added, 'TargetTrackingScaling') > 0;
  const steps = count(before, 'StepScaling');
  const isStep = count(added, 'StepScaling') > 0;
  if (isTracking && trackings === 1) {
    return [
      'several target tracking policies: the one that asks for most capacity wins, and capacity is removed only when all of them would',
    ];
  }
  if ((isTracking && trackings === 0 && steps > 0) || (isStep && steps === 0 && trackings > 0)) {
    return [
      'target tracking beside steps: the policy that asks for most capacity wins, but steps that remove do so without asking target tracking, which may add again',
    ];
  }
  return [];
}

function count(resources: readonly PlannedResource[], policyType: string): number {
  return resources.filter(
    ({ id, type, properties }) => type === POLICY && properties.PolicyType === policyType && !id.startsWith(WAKE_UP_ID),
  ).length;
}
