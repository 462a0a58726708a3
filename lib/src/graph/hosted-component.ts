import type { Properties } from '../plan/plan';
import { referencesIn } from '../plan/plan';
import { SCALABLE_DIMENSIONS } from '../scaling/dimensions';
import type { GraphResource, ResourceGraph } from './resource-graph';
import { SCALABLE_TARGET } from './scalable-target';

export const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const COPIES = 'sagemaker:inference-component:DesiredCopyCount';

/** An inference component, and what it runs on where the graph declares it. */
export interface HostedComponent {
  readonly component: GraphResource;
  readonly endpoint?: GraphResource;
  readonly configuration?: GraphResource;
  /** The entry of `ProductionVariants`. */
  readonly variant?: Properties;
  /** What scales its copies. */
  readonly target?: GraphResource;
}

export function componentsOf(graph: ResourceGraph): readonly HostedComponent[] {
  return graph.once(readComponents);
}

function readComponents(graph: ResourceGraph): HostedComponent[] {
  return graph.ofType(COMPONENT).map((component) => {
    const endpoint = named(component.properties.EndpointName, 'AWS::SageMaker::Endpoint', 'EndpointName', graph);
    const configuration = graph.target(endpoint?.properties.EndpointConfigName);
    const variants = variantsOf(configuration);
    const { VariantName: name } = component.properties;
    const variant =
      variants.find(({ VariantName }) => VariantName === name) ?? (name === undefined ? variants[0] : undefined);
    const target = graph.ofType(SCALABLE_TARGET).find((each) => scales(each, component));
    return { component, endpoint, configuration, variant, target };
  });
}

export function variantsOf(configuration: GraphResource | undefined): readonly Properties[] {
  const variants = configuration?.properties.ProductionVariants;
  return Array.isArray(variants) ? (variants as Properties[]) : [];
}

function scales({ properties }: GraphResource, component: GraphResource): boolean {
  if (properties.ScalableDimension !== COPIES) return false;
  const name = SCALABLE_DIMENSIONS[COPIES].resourceId.exec(String(properties.ResourceId))?.[1];
  if (name === undefined) return false;
  const [reference] = referencesIn(name);
  return reference === undefined ? component.properties.InferenceComponentName === name : reference.id === component.id;
}

function named(value: unknown, type: string, property: string, graph: ResourceGraph): GraphResource | undefined {
  const [reference] = referencesIn(value);
  if (reference !== undefined) return graph.get(reference.id);
  return value === undefined ? undefined : graph.ofType(type).find(({ properties }) => properties[property] === value);
}
