import type { ResourceGraph } from '../graph/resource-graph';
import type { TrafficStep } from './codedeploy';
import { predefinedSteps, routingSteps } from './codedeploy';

/** The steps of the deployment configuration that a property names: one of CodeDeploy's own, or one of the graph. */
export function deploymentSteps(graph: ResourceGraph, name: unknown): readonly TrafficStep[] | undefined {
  if (typeof name !== 'string') return undefined;
  const declared =
    graph.target(name) ??
    graph
      .ofType('AWS::CodeDeploy::DeploymentConfig')
      .find(({ properties }) => properties.DeploymentConfigName === name);
  return predefinedSteps(name) ?? routingSteps(declared?.properties.TrafficRoutingConfig);
}
