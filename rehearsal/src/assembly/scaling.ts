import type { DeclaredScaling } from './assembly-reader';
import { declaredOf } from './declared';
import type { StackContents } from './stack-contents';

/** Every scalable target of a stack, with the policies that move it. */
export function readScaling(contents: StackContents): DeclaredScaling[] {
  const { graph } = contents;
  const policies = graph.ofType('AWS::ApplicationAutoScaling::ScalingPolicy');
  return graph.ofType('AWS::ApplicationAutoScaling::ScalableTarget').map((resource) => {
    const target = declaredOf(resource, contents);
    const { ResourceId, ScalableDimension } = target.properties;
    const own = policies.filter((policy) => {
      const { properties } = declaredOf(policy, contents);
      const named = graph.target(policy.properties.ScalingTargetId)?.id === resource.id;
      const same = properties.ResourceId === ResourceId && properties.ScalableDimension === ScalableDimension;
      return named || (ResourceId !== undefined && same);
    });
    return { ...target, policies: own.map((policy) => declaredOf(policy, contents)) };
  });
}
