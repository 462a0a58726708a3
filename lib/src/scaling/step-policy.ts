import type { PlannedResource, Properties } from '../plan/plan';
import { STEP_COOLDOWN_SECONDS } from './dimensions';
import { scalingPolicy } from './policy';
import type { ScalingSpec } from './scaling-spec';

export function stepPolicy(spec: ScalingSpec, id: string, configuration: Properties): PlannedResource {
  return scalingPolicy(spec, id, {
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: { Cooldown: STEP_COOLDOWN_SECONDS, ...configuration },
  });
}
