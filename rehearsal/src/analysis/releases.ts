import { stepText } from '@inference-constructs/core/out/rollout/endpoint-update';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { DeclaredAlarm } from '../alarms/alarm-evaluator';
import type { Assembly, DeclaredEndpoint, DeployedFunction } from '../assembly/assembly-reader';
import type { ReleaseAnalysis, Timeline } from './analysis-types';
import type { EndpointStrategy } from './endpoint-strategy';
import { endpointStrategy } from './endpoint-strategy';
import { endpointTimeline } from './endpoint-timeline';
import { functionTimeline } from './function-timeline';
import { endpointChanges } from './quotas';

/** A function or an endpoint, and how its next release comes. */
export interface Release {
  readonly path: string;
  readonly kind: ReleaseAnalysis['kind'];
  readonly strategy: string;
  readonly timeline: Timeline;
  readonly alarms: readonly DeclaredAlarm[];
  /** Names of alarms that watch it and that no template here declares. */
  readonly foreignAlarms?: readonly string[];
  readonly rollsBackOnAlarm: boolean;
  readonly isReleased?: boolean;
  readonly expectedRequestsPerMinute?: number;
  readonly fallback?: string;
  readonly fleet?: { readonly endpoint: DeclaredEndpoint; readonly strategy: EndpointStrategy };
}

/** Every release that the templates describe. */
export function releasesIn(before: Assembly | undefined, after: Assembly): Release[] {
  return [
    ...after.functions.map((deployed) => ofFunction(before, deployed)),
    ...after.endpoints.map((endpoint) => ofEndpoint(before, endpoint)),
  ];
}

function ofFunction(before: Assembly | undefined, deployed: DeployedFunction): Release {
  const { path, rollout, alarms, expectedRequestsPerMinute } = deployed;
  const old = before?.functions.find(({ id }) => id === deployed.id);
  return {
    path,
    kind: 'function',
    strategy: rollout.configuration,
    timeline: functionTimeline(rollout),
    alarms: alarms.filter(({ name }) => rollout.alarmNames.includes(name)),
    rollsBackOnAlarm: rollout.rollsBackOnAlarm,
    expectedRequestsPerMinute,
    ...(before === undefined ? {} : { isReleased: old === undefined || old.version.id !== deployed.version.id }),
  };
}

function ofEndpoint(before: Assembly | undefined, endpoint: DeclaredEndpoint): Release {
  const strategy = endpointStrategy(endpoint);
  const old = before?.endpoints.find(({ id }) => id === endpoint.id);
  return {
    path: endpoint.path,
    kind: 'endpoint',
    strategy: describe(strategy),
    timeline: endpointTimeline(strategy),
    alarms: endpoint.alarms,
    foreignAlarms: foreignAlarms(endpoint),
    rollsBackOnAlarm: true,
    expectedRequestsPerMinute: endpoint.expectedRequestsPerMinute,
    fallback: strategy.fallback,
    fleet: { endpoint, strategy },
    ...(before === undefined ? {} : { isReleased: old === undefined || endpointChanges(old, endpoint) }),
  };
}

function foreignAlarms({ deployment, alarms }: DeclaredEndpoint): string[] {
  const { Alarms } = (deployment?.AutoRollbackConfiguration ?? {}) as { Alarms?: unknown };
  const named = (Array.isArray(Alarms) ? Alarms : []).map((item: unknown) =>
    String((item as { AlarmName?: unknown } | null)?.AlarmName),
  );
  return named.filter((name) => alarms.every((alarm) => alarm.name !== name));
}

function describe({ kind, size, bakeMinutes }: EndpointStrategy): string {
  const share = kind === 'all-at-once' ? '' : ` ${stepText(size)}`;
  return `${kind}${share}, bake ${bakeMinutes} min`;
}

/** What was declared of an alarm beside its properties. */
export function alarmResource({ stacks, alarms }: Assembly, name: string): GraphResource | undefined {
  const id = alarms.find((alarm) => alarm.name === name)?.id;
  return stacks
    .flatMap(({ stack, graph }) => graph.resources.map((resource) => ({ id: `${stack.id}/${resource.id}`, resource })))
    .find((one) => one.id === id)?.resource;
}
