import type { Properties } from '../../plan/plan';
import { ref } from '../../plan/plan';
import type { GraphResource } from '../resource-graph';
import type { Reading } from './reading';

const TARGET = 'terraform:aws_cloudwatch_event_target';

/** What EventBridge starts, by events or by the clock. */
export const eventReadings: Readonly<Record<string, Reading>> = {
  aws_cloudwatch_event_rule: {
    type: 'AWS::Events::Rule',
    // The provider's id of a rule is its name on the default bus.
    attributes: { name: 'Ref', id: 'Ref' },
    reshape: rule,
  },
};

/** The provider once had a switch where EventBridge has a state. */
function rule(properties: Properties): Properties {
  const { IsEnabled, ...rest } = properties;
  return IsEnabled === undefined ? rest : { State: IsEnabled === false ? 'DISABLED' : 'ENABLED', ...rest };
}

/** A target is a resource of its own in Terraform, and a property of the rule in CloudFormation. */
export function foldEventTargets(resources: readonly GraphResource[]): GraphResource[] {
  const targets = resources.filter(({ type }) => type === TARGET);
  const folded = new Set<GraphResource>();
  const all = resources.map((resource) => {
    if (resource.type !== 'AWS::Events::Rule') return resource;
    const own = targets.filter(
      ({ properties: { Rule } }) => Rule === ref(resource.id) || Rule === resource.properties.Name,
    );
    if (own.length === 0) return resource;
    own.forEach((target) => folded.add(target));
    return { ...resource, properties: { ...resource.properties, Targets: own.map(targetOf) } };
  });
  return all.filter((resource) => !folded.has(resource));
}

function targetOf({ properties }: GraphResource): Properties {
  const { Rule: _, EventBusName: __, TargetId, ...target } = properties;
  return TargetId === undefined ? target : { Id: TargetId, ...target };
}
