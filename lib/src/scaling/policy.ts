import { literalName } from '../plan/names';
import type { PlannedResource, Properties } from '../plan/plan';
import { identityOf } from './scaled';
import type { ScalingSpec } from './scaling-spec';

export const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

/** Application Auto Scaling's longest name of a policy is 256 characters; alarms that it makes carry it too. */
const MAX_POLICY_NAME = 128;

/** A policy by its own name, so that one that is moved in the tree never deletes what took its place. */
export function scalingPolicy(
  spec: ScalingSpec,
  id: string,
  properties: Properties,
  annotation?: Properties,
): PlannedResource {
  return {
    id,
    type: POLICY,
    dependsOn: ['Resource'],
    ...(annotation === undefined ? {} : { annotation }),
    properties: {
      PolicyName: literalName([id], `${spec.path}/${id}`, MAX_POLICY_NAME),
      ...identityOf(spec.scaled),
      ...properties,
    },
  };
}
