import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';

/** Construct path, without the last part that only tells the L1 from its L2. */
export function pathOf(resource: Pick<GraphResource, 'path'>): string {
  return resource.path.replace(/\/Resource$/, '');
}
