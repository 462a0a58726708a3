import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { deploymentSteps } from '../rollout/deployment-steps';
import { endpointUpdate } from '../rollout/endpoint-update';
import { numeric } from '../graph/reading';
import type { Guarded } from './guarded';
import { guarded } from './guarded';
import type { Block } from './reading';
import { block, certain, entriesOf, isOff, isUndecided, mayHaveMore } from './reading';

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
  /** Whether the template leaves open if there are other alarms. */
  readonly mayHaveMoreAlarms: boolean;
}

export function releasesOf(graph: ResourceGraph): readonly Release[] {
  return graph.once(readReleases);
}

function readReleases(graph: ResourceGraph): Release[] {
  return [
    ...graph.ofType('AWS::CodeDeploy::DeploymentGroup').map((group) => codeDeployRelease(graph, group)),
    ...guarded(graph).map(guardedRelease),
  ];
}

/** The alarms of a release that the graph declares; those of another stack are not seen. */
export function alarmsOf(graph: ResourceGraph, release: Release): GraphResource[] {
  return release.alarmNames.flatMap((name) => {
    const alarm = graph.target(name) ?? graph.resources.find(({ properties }) => properties.AlarmName === name);
    return alarm?.type === 'AWS::CloudWatch::Alarm' ? [alarm] : [];
  });
}

function codeDeployRelease(graph: ResourceGraph, group: GraphResource): Release {
  const steps = deploymentSteps(graph, group.properties.DeploymentConfigName);
  const { AlarmConfiguration: declared } = group.properties;
  const { Enabled: enabled, Alarms: alarms } = certain(declared) ?? {};
  return {
    resource: group,
    percent: steps?.[0].percent,
    bakeSeconds: steps === undefined ? undefined : steps[0].minutes * 60,
    alarmNames: isOff(enabled) ? [] : entriesOf(alarms).map(({ Name }) => Name),
    mayHaveMoreAlarms: isUndecided(declared) || (!isOff(enabled) && mayHaveMore(alarms)),
  };
}

function guardedRelease({ endpoint, config, routing, rolling, alarmNames, mayHaveMoreAlarms }: Guarded): Release {
  const { size } = endpointUpdate(config);
  return {
    resource: endpoint,
    percent: size?.unit === 'percent' ? size.value : undefined,
    bakeSeconds: numeric(routing.WaitIntervalInSeconds ?? rolling?.WaitIntervalInSeconds),
    alarmNames,
    mayHaveMoreAlarms,
  };
}

/** A metric that an alarm reads. */
export interface AlarmMetric {
  readonly namespace: unknown;
  readonly name: unknown;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly periodSeconds: unknown;
}

const known = new WeakMap<GraphResource, readonly AlarmMetric[]>();

/** Every metric an alarm reads, whether it is written directly or in metric math. Many rules ask for them. */
export function metricsOf(alarm: GraphResource): readonly AlarmMetric[] {
  const metrics = known.get(alarm) ?? readMetrics(alarm);
  known.set(alarm, metrics);
  return metrics;
}

function readMetrics({ properties }: GraphResource): AlarmMetric[] {
  if (properties.MetricName !== undefined) return [metric(properties, properties.Period)];
  return entriesOf(properties.Metrics).flatMap(({ MetricStat }) => {
    const { Metric, Period } = block(MetricStat) ?? {};
    return Metric === undefined ? [] : [metric(block(Metric) ?? {}, Period)];
  });
}

function metric({ Namespace, MetricName, Dimensions }: Block, periodSeconds: unknown): AlarmMetric {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(entriesOf(Dimensions).map(({ Name, Value }) => [String(Name), Value])),
    periodSeconds,
  };
}
