import { ANNOTATION } from '@inference-constructs/core/out/contract/annotation';
import { deploymentSteps } from '@inference-constructs/core/out/rollout/deployment-steps';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { DeclaredAlarm } from '../alarms/alarm-evaluator';
import type { Rollout } from '../control-plane/control-plane';
import type { Names } from './names';
import { pathOf } from './not-played';

type Block = Readonly<Record<string, unknown>>;

export interface DeploymentGroup {
  readonly rollout: Rollout;
  readonly alarms: readonly DeclaredAlarm[];
  readonly expectedRequestsPerMinute?: number;
  /** Names of alarms that the template does not declare. */
  readonly foreignAlarms: readonly string[];
}

/** Reads a CodeDeploy deployment group and what it refers to; a text says why it cannot be played. */
export function readDeploymentGroup(
  group: GraphResource,
  graph: ResourceGraph,
  names: Names,
): DeploymentGroup | string {
  const { properties } = group;
  const steps = deploymentSteps(graph, properties.DeploymentConfigName);
  const configuration = names.text(properties.DeploymentConfigName);
  if (steps === undefined) return `its deployment configuration (${configuration}) is not in the template`;
  const watched = alarmsOf(properties.AlarmConfiguration).map((name) => ({
    name: names.text(name),
    resource: find(name, graph),
  }));
  const declared = watched.flatMap(({ name, resource }) =>
    resource === undefined
      ? []
      : [{ name, path: pathOf(resource), properties: names.resolve(resource.properties).value as Block, resource }],
  );
  return {
    rollout: {
      configuration,
      steps,
      alarmNames: declared.map(({ name }) => name),
      rollsBackOnAlarm: rollsBackOnAlarm(properties.AutoRollbackConfiguration),
    },
    alarms: declared.map(({ name, path, properties }) => ({ name, path, properties })),
    expectedRequestsPerMinute: declared
      .map(({ resource }) => expectedRate(resource))
      .find((rate) => rate !== undefined),
    foreignAlarms: watched.filter(({ resource }) => resource === undefined).map(({ name }) => name),
  };
}

function find(name: unknown, graph: ResourceGraph): GraphResource | undefined {
  const found = graph.target(name) ?? graph.resources.find(({ properties }) => properties.AlarmName === name);
  return found?.type === 'AWS::CloudWatch::Alarm' ? found : undefined;
}

function alarmsOf(configuration: unknown): unknown[] {
  const { Enabled = true, Alarms = [] } = (configuration ?? {}) as { Enabled?: unknown; Alarms?: { Name?: unknown }[] };
  return Enabled === false ? [] : Alarms.map(({ Name }) => Name);
}

function rollsBackOnAlarm(configuration: unknown): boolean {
  const { Enabled, Events = [] } = (configuration ?? {}) as { Enabled?: unknown; Events?: unknown[] };
  return Enabled === true && Events.includes('DEPLOYMENT_STOP_ON_ALARM');
}

function expectedRate(alarm: GraphResource): number | undefined {
  const rate = (alarm.attributes?.[ANNOTATION] as Block | undefined)?.expectedRequestsPerMinute;
  return typeof rate === 'number' && rate > 0 ? rate : undefined;
}
