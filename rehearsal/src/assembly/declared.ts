import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { Declared } from './assembly-reader';
import { pathOf } from './construct-path';
import type { StackContents } from './stack-contents';

/** A resource with everything of it resolved that can be. */
export function declaredOf(
  resource: GraphResource,
  { stack, names }: Pick<StackContents, 'stack' | 'names'>,
): Declared {
  const { value, standIns } = names.resolve(resource.properties);
  return {
    id: idOf(resource, { stack }),
    path: pathOf(resource),
    type: resource.type,
    properties: value as Declared['properties'],
    standIns,
  };
}

/** Stack and logical id; a resource of another stack brings its own. */
export function idOf({ id }: Pick<GraphResource, 'id'>, { stack }: Pick<StackContents, 'stack'>): string {
  return id.includes('/') ? id : `${stack.id}/${id}`;
}
