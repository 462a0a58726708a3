import type { Properties } from '@inference-constructs/core/out/plan/plan';
import type { ScalingInput } from '../scaling/scaling-input';
import { readTargetScaling } from '../scaling/read-scaling';
import type { DeclaredScaling } from './assembly-reader';
import { pathOf } from './construct-path';
import { declaredOf } from './declared';
import type { StackContents } from './stack-contents';

/** Every scalable target of a stack, with the policies that move it. */
export function readScaling(contents: StackContents): DeclaredScaling[] {
  const { graph, names } = contents;
  const resolve = (properties: Properties): Properties => names.resolve(properties).value as Properties;
  const declared = graph.ofType('AWS::ApplicationAutoScaling::ScalingPolicy');
  return graph.ofType('AWS::ApplicationAutoScaling::ScalableTarget').map((resource) => {
    const target = declaredOf(resource, contents);
    const { ResourceId, ScalableDimension } = target.properties;
    const own = declared.filter((policy) => {
      const { properties } = declaredOf(policy, contents);
      const named = graph.target(policy.properties.ScalingTargetId)?.id === resource.id;
      const same = properties.ResourceId === ResourceId && properties.ScalableDimension === ScalableDimension;
      return named || (ResourceId !== undefined && same);
    });
    const policies = own.map((policy) => declaredOf(policy, contents));
    const { input, notPlayed } = readTargetScaling(resource, graph, resolve);
    const listed = notPlayed.map((one) => ({ ...one, path: pathOf(one) }));
    return { ...target, policies, ...(input && { input: named(input) }), notPlayed: listed };
  });
}

/** With the paths by which people know its parts. */
function named(input: ScalingInput): ScalingInput {
  return {
    ...input,
    target: { ...input.target, path: pathOf(input.target) },
    policies: input.policies.map((policy) => ({ ...policy, path: pathOf(policy) })),
  };
}

/** Ids of the target, its policies and the alarms that call them, of all that can be played. */
export function partsOfScaling({ id, policies, input, notPlayed }: DeclaredScaling): string[] {
  if (input === undefined) return [];
  const stack = id.slice(0, id.lastIndexOf('/'));
  const played = policies.filter(({ path, type }) => notPlayed.every((one) => one.path !== path || one.type !== type));
  const alarms = input.policies.flatMap((policy) =>
    policy.kind === 'step-scaling' ? [`${stack}/${policy.alarm.declared.name}`] : [],
  );
  return [id, ...played.map((policy) => policy.id), ...alarms];
}
