import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { deploymentSteps } from '../rollout/deployment-steps';

/** A release that rolls back by itself, as a template declares it, whoever rolls it out. */
export interface Release {
  /** The deployment group, the endpoint or the inference component. */
  readonly resource: GraphResource;
  /** Share of the traffic on the first step; undefined where the template does not say. */
  readonly percent?: number;
  /** Seconds between shifts while alarms watch; undefined where nothing is known, 0 where nothing bakes. */
  readonly bakeSeconds?: number;
  /** Names of the alarms that roll it back, as written: literals or references. */
  readonly alarmNames: readonly unknown[];
}

/** What SageMaker deploys with guardrails: fleets, and the copies of a component. */
export const GUARDED = ['AWS::SageMaker::Endpoint', 'AWS::SageMaker::InferenceComponent'] as const;

export function releasesOf(graph: ResourceGraph): readonly Release[] {
  return graph.once(readReleases);
}

function readReleases(graph: ResourceGraph): Release[] {
  return [
    ...graph.ofType('AWS::CodeDeploy::DeploymentGroup').map((group) => codeDeployRelease(graph, group)),
    ...GUARDED.flatMap((type) => graph.ofType(type)).flatMap(guardedRelease),
  ];
}

/** The alarms of a release that the graph declares; those of another stack are not seen. */
export function alarmsOf(graph: ResourceGraph, release: Release): GraphResource[] {
  return release.alarmNames.flatMap((name) => {
    const alarm = graph.target(name) ?? graph.resources.find(({ properties }) => properties.AlarmName === name);
    return alarm?.type === 'AWS::CloudWatch::Alarm' ? [alarm] : [];
  });
}

type Block = Readonly<Record<string, unknown>>;

function block(value: unknown): Block {
  return (value ?? {}) as Block;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function codeDeployRelease(graph: ResourceGraph, group: GraphResource): Release {
  const steps = deploymentSteps(graph, group.properties.DeploymentConfigName);
  const alarms = block(group.properties.AlarmConfiguration);
  return {
    resource: group,
    percent: steps?.[0].percent,
    bakeSeconds: steps === undefined ? undefined : steps[0].minutes * 60,
    alarmNames: alarms.Enabled === false ? [] : list(alarms.Alarms).map((alarm) => block(alarm).Name),
  };
}

function guardedRelease(endpoint: GraphResource): Release[] {
  const config = endpoint.properties.DeploymentConfig;
  if (config === undefined) return [];
  const blueGreen = block(block(config).BlueGreenUpdatePolicy);
  const routing = block(blueGreen.TrafficRoutingConfiguration);
  const rolling = block(block(config).RollingUpdatePolicy);
  const size = block(routing.CanarySize ?? routing.LinearStepSize ?? rolling.MaximumBatchSize);
  const wait = routing.WaitIntervalInSeconds ?? rolling.WaitIntervalInSeconds;
  return [
    {
      resource: endpoint,
      percent: size.Type === 'CAPACITY_PERCENT' ? finite(Number(size.Value)) : undefined,
      bakeSeconds: typeof wait === 'number' ? wait : undefined,
      alarmNames: list(block(block(config).AutoRollbackConfiguration).Alarms).map((alarm) => block(alarm).AlarmName),
    },
  ];
}

/** A token is not a number. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** A metric that an alarm reads. */
export interface AlarmMetric {
  readonly namespace: unknown;
  readonly name: unknown;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly periodSeconds: unknown;
}

/** Every metric an alarm reads, whether it is written directly or in metric math. */
export function metricsOf(alarm: GraphResource): AlarmMetric[] {
  const properties = alarm.properties;
  if (properties.MetricName !== undefined) {
    return [metric(properties, properties.Period)];
  }
  return list(properties.Metrics).flatMap((query) => {
    const stat = block(block(query).MetricStat);
    return stat.Metric === undefined ? [] : [metric(block(stat.Metric), stat.Period)];
  });
}

function metric(source: Block, periodSeconds: unknown): AlarmMetric {
  return {
    namespace: source.Namespace,
    name: source.MetricName,
    dimensions: Object.fromEntries(
      list(source.Dimensions).map((dimension) => [String(block(dimension).Name), block(dimension).Value]),
    ),
    periodSeconds,
  };
}
