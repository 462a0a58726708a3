import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import type { TrafficStep } from './codedeploy';
import { predefinedSteps, routingSteps } from './codedeploy';

const TYPE = 'AWS::CodeDeploy::DeploymentConfig';

/** The steps of the deployment configuration that a property names: one of CodeDeploy's own, or one of the graph. */
export function deploymentSteps(graph: ResourceGraph, name: unknown): readonly TrafficStep[] | undefined {
  if (typeof name !== 'string') return undefined;
  const declared = declaredConfiguration(graph, name);
  return predefinedSteps(name) ?? routingSteps(declared?.properties.TrafficRoutingConfig);
}

/** The deployment configuration that a property names, if the graph declares it. */
export function declaredConfiguration(graph: ResourceGraph, name: unknown): GraphResource | undefined {
  const target = graph.target(name);
  if (target !== undefined) return target.type === TYPE ? target : undefined;
  return graph.ofType(TYPE).find(({ properties }) => name !== undefined && properties.DeploymentConfigName === name);
}
