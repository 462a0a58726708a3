import { variantsOf as variantsOfConfig } from '../graph/hosted-component';
import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';
import type { Block } from './reading';
import { block } from './reading';
import { GUARDED } from './release';

/** What a deployment configuration of an endpoint, or of an inference component, holds. */
export interface Guarded {
  readonly endpoint: GraphResource;
  readonly config: Block;
  readonly blueGreen?: Block;
  readonly routing: Block;
  readonly rolling?: Block;
}

export function guarded(graph: ResourceGraph): readonly Guarded[] {
  return graph.once(readGuarded);
}

function readGuarded(graph: ResourceGraph): Guarded[] {
  return GUARDED.flatMap((type) => graph.ofType(type)).flatMap((endpoint) => {
    const config = block(endpoint.properties.DeploymentConfig);
    if (config === undefined) return [];
    const blueGreen = block(config.BlueGreenUpdatePolicy);
    const routing = block(blueGreen?.TrafficRoutingConfiguration) ?? {};
    return { endpoint, config, blueGreen, routing, rolling: block(config.RollingUpdatePolicy) };
  });
}

/** The variants of an endpoint whose configuration the graph declares; a component has none. */
export function variantsOf(graph: ResourceGraph, endpoint: GraphResource): readonly Block[] {
  const [reference] = referencesIn(endpoint.properties.EndpointConfigName);
  return variantsOfConfig(reference === undefined ? undefined : graph.get(reference.id));
}
