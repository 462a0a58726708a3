import { referencesIn } from '../plan/plan';
import type { Properties } from '../plan/plan';
import { SCALABLE_DIMENSIONS } from '../scaling/dimensions';
import { variantsOf } from './hosted-component';
import type { GraphResource, ResourceGraph } from './resource-graph';

/** What a scalable target scales, where the graph declares it. */
export interface ScaledVariant {
  readonly endpoint?: GraphResource;
  readonly configuration?: GraphResource;
  /** The entry of `ProductionVariants`. */
  readonly variant?: Properties;
}

const ENDPOINT = 'AWS::SageMaker::Endpoint';
const VARIANT_DIMENSIONS = [
  'sagemaker:variant:DesiredInstanceCount',
  'sagemaker:variant:DesiredProvisionedConcurrency',
];

/** What a scalable target of a variant names. */
export interface VariantNames {
  /** The name as it is written, or a reference to the endpoint. */
  readonly endpointName: string;
  readonly variantName: string;
}

/** The variant of an endpoint that a scalable target names; undefined where it scales something else. */
export function variantNames({ ScalableDimension, ResourceId }: Properties): VariantNames | undefined {
  const dimension = String(ScalableDimension);
  if (!VARIANT_DIMENSIONS.includes(dimension)) return undefined;
  const names = SCALABLE_DIMENSIONS[dimension].resourceId.exec(String(ResourceId));
  return names === null ? undefined : { endpointName: names[1], variantName: names[2] };
}

/** The same, where the graph declares it. */
export function scaledVariant({ properties }: GraphResource, graph: ResourceGraph): ScaledVariant | undefined {
  const names = variantNames(properties);
  if (names === undefined) return undefined;
  const { endpointName, variantName } = names;
  const endpoint = endpointOf(endpointName, graph);
  const configuration = graph.target(endpoint?.properties.EndpointConfigName);
  const variant = variantsOf(configuration).find(({ VariantName }) => VariantName === variantName);
  return { endpoint, configuration, variant };
}

function endpointOf(name: string, graph: ResourceGraph): GraphResource | undefined {
  const [reference] = referencesIn(name);
  const referred = reference === undefined ? undefined : graph.get(reference.id);
  return referred ?? graph.ofType(ENDPOINT).find(({ properties }) => properties.EndpointName === name);
}
