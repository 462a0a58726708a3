import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { qualified } from './qualified';

/** A stack's own resources, and by `StackId/LogicalId` those of the other stacks. */
export class LinkedGraph extends ResourceGraph {
  constructor(
    resources: readonly GraphResource[],
    private readonly others: (stackId: string) => ResourceGraph | undefined,
  ) {
    super(resources);
  }

  override get(id: string): GraphResource | undefined {
    const slash = id.lastIndexOf('/');
    if (slash < 0) return super.get(id);
    const stackId = id.slice(0, slash);
    const found = this.others(stackId)?.get(id.slice(slash + 1));
    return found && { ...(qualified(found, stackId) as GraphResource), id };
  }
}
