import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';
import type { Block } from './reading';
import { certain, entriesOf, isUndecided } from './reading';
import { GUARDED } from './release';

/** What a deployment configuration of an endpoint, or of an inference component, holds for certain. */
export interface Guarded {
  readonly endpoint: GraphResource;
  readonly config: Block;
  /** Whether its policies are there, or not, for certain. */
  readonly isDecided: boolean;
  readonly blueGreen?: Block;
  readonly routing: Block;
  readonly rolling?: Block;
}

export function guarded(graph: ResourceGraph): readonly Guarded[] {
  return graph.once(readGuarded);
}

function readGuarded(graph: ResourceGraph): Guarded[] {
  return GUARDED.flatMap((type) => graph.ofType(type)).flatMap((endpoint) => {
    const declared = certain(endpoint.properties.DeploymentConfig);
    if (declared === undefined) return [];
    const { BlueGreenUpdatePolicy, RollingUpdatePolicy } = declared;
    const [blueGreen, rolling] = [certain(BlueGreenUpdatePolicy), certain(RollingUpdatePolicy)];
    const routing = certain(blueGreen?.TrafficRoutingConfiguration) ?? {};
    const isDecided = ![BlueGreenUpdatePolicy, RollingUpdatePolicy].some(isUndecided);
    const config = { ...declared, BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling };
    return { endpoint, config, isDecided, blueGreen, routing, rolling };
  });
}

/** The variants that an endpoint has for certain, where the graph declares its configuration; a component has none. */
export function variantsOf(graph: ResourceGraph, endpoint: GraphResource): readonly Block[] {
  const [reference] = referencesIn(endpoint.properties.EndpointConfigName);
  const configuration = reference === undefined ? undefined : graph.get(reference.id);
  return entriesOf(configuration?.properties.ProductionVariants);
}
