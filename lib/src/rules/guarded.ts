import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';
import type { Block } from './reading';
import { certain, entriesOf, isUndecided, mayHaveMore } from './reading';

/** What SageMaker deploys with guardrails: fleets, and the copies of a component. */
export const GUARDED = ['AWS::SageMaker::Endpoint', 'AWS::SageMaker::InferenceComponent'] as const;

/** What a deployment configuration of an endpoint, or of an inference component, holds for certain. */
export interface Guarded {
  readonly endpoint: GraphResource;
  readonly config: Block;
  /** Whether its policies are there, or not, for certain. */
  readonly isDecided: boolean;
  readonly blueGreen?: Block;
  readonly routing: Block;
  readonly rolling?: Block;
  /** Names of the alarms that roll it back, as written: literals or references. */
  readonly alarmNames: readonly unknown[];
  /** Whether there may be other alarms. */
  readonly mayHaveMoreAlarms: boolean;
}

/** Of an endpoint or a component the same, where its configuration is there for certain. */
export function guardedAs(graph: ResourceGraph, resource: GraphResource | undefined): Guarded | undefined {
  return guarded(graph).find(({ endpoint }) => endpoint === resource);
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
    const { AutoRollbackConfiguration: rollback } = declared;
    const alarms = certain(rollback)?.Alarms;
    const alarmNames = entriesOf(alarms).map(({ AlarmName }) => AlarmName);
    const mayHaveMoreAlarms = isUndecided(rollback) || mayHaveMore(alarms);
    return { endpoint, config, isDecided, blueGreen, routing, rolling, alarmNames, mayHaveMoreAlarms };
  });
}

/** The variants that an endpoint has for certain, where the graph declares its configuration; a component has none. */
export function variantsOf(graph: ResourceGraph, endpoint: GraphResource): readonly Block[] {
  const [reference] = referencesIn(endpoint.properties.EndpointConfigName);
  const configuration = reference === undefined ? undefined : graph.get(reference.id);
  return entriesOf(configuration?.properties.ProductionVariants);
}
