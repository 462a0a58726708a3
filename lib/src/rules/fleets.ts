import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { scaledVariant } from '../graph/scaled-variant';
import { variantsOf } from './guarded';
import { number } from './reading';
import type { RuleContext } from './rule';
import { boundsOf, targetsOf } from './scaling/scaled';

/** How large a variant of an endpoint may be when it is deployed. */
export interface Fleet {
  readonly variantName: unknown;
  readonly fewest: number;
  readonly largest: number;
}

/** The fleets of an endpoint: as they are declared, and as far as scaling takes them. None that is not known. */
export function fleetsOf(graph: ResourceGraph, resource: GraphResource, context: RuleContext): Fleet[] {
  return variantsOf(graph, resource).flatMap(({ VariantName: name, InitialInstanceCount: count }) => {
    const target = targetsOf(graph).find((each) => {
      const scaled = scaledVariant(each, graph);
      return scaled?.endpoint === resource && scaled.variant?.VariantName === name;
    });
    const sizes = sizesOf(count, target, context);
    return sizes === undefined ? [] : { variantName: name, fewest: Math.min(...sizes), largest: Math.max(...sizes) };
  });
}

/** All sizes that what is declared and its scaling name; none where one is not known. */
export function sizesOf(
  declared: unknown,
  target: GraphResource | undefined,
  context: RuleContext,
): number[] | undefined {
  const bounds = target === undefined ? [] : boundsOf(target.properties);
  const sizes = [declared, ...bounds.flatMap(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity])]
    .filter((size) => size !== undefined)
    .map((size) => number(size, context));
  return sizes.length > 0 && sizes.every((size) => size !== undefined) ? sizes : undefined;
}
