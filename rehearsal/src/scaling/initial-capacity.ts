import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import { SCALABLE_DIMENSIONS } from '@inference-constructs/core/out/scaling/dimensions';

type Block = Readonly<Record<string, unknown>>;

/** The capacity that what is scaled is declared with; undefined where that is not to be found. */
export function initialCapacity({ properties }: GraphResource, graph: ResourceGraph): number | undefined {
  const dimension = SCALABLE_DIMENSIONS[String(properties.ScalableDimension)];
  const names = dimension?.resourceId.exec(String(properties.ResourceId));
  if (names === null || names === undefined) return undefined;
  switch (properties.ScalableDimension) {
    case 'sagemaker:variant:DesiredInstanceCount':
      return numberOf(variantOf(names[1], names[2], graph)?.InitialInstanceCount);
    case 'sagemaker:variant:DesiredProvisionedConcurrency': {
      const serverless = variantOf(names[1], names[2], graph)?.ServerlessConfig as Block | undefined;
      return numberOf(serverless?.ProvisionedConcurrency);
    }
    default:
      return undefined;
  }
}

function variantOf(endpointName: string, variantName: string, graph: ResourceGraph): Block | undefined {
  const [reference] = referencesIn(endpointName);
  const endpoint =
    reference === undefined
      ? graph.ofType('AWS::SageMaker::Endpoint').find(({ properties }) => properties.EndpointName === endpointName)
      : graph.get(reference.id);
  const configuration = graph.target(endpoint?.properties.EndpointConfigName);
  const variants = (configuration?.properties.ProductionVariants ?? []) as readonly Block[];
  return variants.find(({ VariantName }) => VariantName === variantName);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
