import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { metricsOf } from '@inference-constructs/core/out/rules/release';
import { ALARM_TYPES, alarmNamed } from './alarms';
import type { Names } from './names';

type Block = Readonly<Record<string, unknown>>;

/**
 * The name of an endpoint that was chosen for it when it was first deployed, where its rollback alarms tell it: they cannot refer
 * to the endpoint, which refers to them, so their author wrote it down. Undefined where they do not, or not of one accord.
 */
export function deployedName({ properties }: GraphResource, graph: ResourceGraph, names: Names): string | undefined {
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
