import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { scaledVariant } from '@inference-constructs/core/out/graph/scaled-variant';

type Block = Readonly<Record<string, unknown>>;

/** The capacity that what is scaled is declared with; undefined where that is not to be found. */
export function initialCapacity(target: GraphResource, graph: ResourceGraph): number | undefined {
  const variant = scaledVariant(target, graph)?.variant;
  const serverless = variant?.ServerlessConfig as Block | undefined;
  const capacity =
    target.properties.ScalableDimension === 'sagemaker:variant:DesiredInstanceCount'
      ? variant?.InitialInstanceCount
      : serverless?.ProvisionedConcurrency;
  return typeof capacity === 'number' ? capacity : undefined;
}
