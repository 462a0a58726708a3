import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { metricsOf } from '@inference-constructs/core/out/rules/release';
import { ALARM_TYPES, alarmNamed } from './alarms';
import type { Names } from './names';

type Block = Readonly<Record<string, unknown>>;

/**
 * The name of an endpoint that was chosen for it when it was first deployed, where its rollback alarms tell it: they cannot refer
 * to the endpoint, which refers to them, so their author wrote it down. Undefined where they do not, or not of one accord, and
 * where another endpoint has that name or is told it too: an alarm that was copied tells whom it watches, not whom it guards.
 */
export function deployedName(endpoint: GraphResource, graph: ResourceGraph, names: Names): string | undefined {
  const told = toldBy(endpoint, graph, names);
  if (told === undefined) return undefined;
  const isTaken = graph
    .ofType(endpoint.type)
    .filter(({ id }) => id !== endpoint.id)
    .map((other) => other.properties.EndpointName ?? toldBy(other, graph, names))
    .some((name) => typeof name === 'string' && isSame(name, told));
  return isTaken ? undefined : told;
}

/** The one name that its rollback alarms write down. */
function toldBy({ properties }: GraphResource, graph: ResourceGraph, names: Names): string | undefined {
  if (ALARM_TYPES.every((type) => graph.ofType(type).length === 0)) return undefined;
  const { AutoRollbackConfiguration } = (properties.DeploymentConfig ?? {}) as { AutoRollbackConfiguration?: Block };
  const told = [AutoRollbackConfiguration?.Alarms ?? []]
    .flat()
    .flatMap((each) => alarmNamed((each as Block | null)?.AlarmName, graph, names) ?? [])
    .flatMap(metricsOf)
    .flatMap(({ dimensions }) => dimensions.EndpointName ?? []);
  const [name, ...others] = new Set(told);
  return typeof name === 'string' && others.length === 0 && !/[@$]\{/.test(name) ? name : undefined;
}

/** AWS: "The name is case-insensitive in CreateEndpoint": https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html */
function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
