import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { StackContents } from './stack-contents';

/** The stack that declares a resource: a reference may lead into another one of the assembly. */
export function ownerOf({ id }: Pick<GraphResource, 'id'>, contents: StackContents): StackContents {
  const slash = id.lastIndexOf('/');
  return (slash < 0 ? undefined : contents.other(id.slice(0, slash))) ?? contents;
}
