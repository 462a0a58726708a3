import type { Asset, DeclaredEndpoint } from './assembly/assembly-reader';
import type { Rollout } from './control-plane/control-plane';
import { startsOf } from './control-plane/play-steps';
import { endpointEvents } from './control-plane/sagemaker/events';
import { guardrailsOf } from './control-plane/sagemaker/guardrails';
import type { DeployedModel } from './deployed-model';
import { readDeployedModel } from './deployed-model';
import { Backlog } from './fleet/async/backlog';
import type { QueuedFleet } from './fleet/async/endpoint-queues';
import { EndpointQueues } from './fleet/async/endpoint-queues';
import type { Outage } from './fleet/capacity';
import { FleetCapacity } from './fleet/capacity';
import type { FleetPlan } from './fleet/fleet-plan';
import { planFleet } from './fleet/plan-fleet';
import { whyRefused } from './fleet/refusals';
import { withRetained } from './fleet/retained';
import { EndpointScaling } from './fleet/scaling/endpoint-scaling';
import { resetNotes, scaledBefore, scaledVariants } from './fleet/scaling/plan-scaling';
import { startFleet } from './fleet/start-fleet';
import { assetDirectory } from './invoker/asset-directory';
import { DEFAULTS, type RehearseOptions } from './options';
import { endpointPermissions } from './permissions/endpoint-permissions';
import { together } from './play/companions';
import type { PlannedDeployment } from './planned-deployment';
import type { Ports } from './ports';
import { DEFAULT_START } from './scaling/assumptions';
import { seededRandom } from './traffic/random';
import { requestRate } from './traffic/request-rate';
import type { Recording } from './traffic/recording';
import { readTrafficFile } from './traffic/traffic-file';

/** How the new configuration of an endpoint is deployed; without `old`, its first one. */
export function planEndpoint(
  old: DeclaredEndpoint | undefined,
  deployed: DeclaredEndpoint,
  ports: Ports,
  options: Omit<RehearseOptions, 'to'>,
): PlannedDeployment {
  const { seed = DEFAULTS.seed, scenario } = options;
  const oldFleet = old && planFleet(old);
  const oldModel = oldFleet && firstModel(oldFleet);
  const declared = planFleet(deployed);
  const inputs = (oldModel ?? firstModel(declared))?.manifest.signature.inputs;
  const recording = options.traffic === undefined ? undefined : readTrafficFile(options.traffic, inputs);
  const scope = scalingScope(deployed, options, recording);
  const scaled = old && oldFleet && scaledBefore(old, oldFleet, scope);
  const before = scaled?.fleet;
  const after = before === undefined ? declared : withRetained(declared, before, deployed);
  const unit = deployed.component === undefined ? 'instances' : 'copies';
  const guardrails = guardrailsOf(deployed.deployment, after.variants, unit);
  const alarms = [...deployed.alarms, ...deployed.neededAlarms];
  const alarmNames = deployed.alarms.map(({ name }) => name);
  const isFirst = old === undefined || before === undefined;
  const isServerless = after.variants.some(({ serverless }) => serverless !== undefined);
  const permissions = endpointPermissions(deployed, scenario?.withoutPermissions);
  const refusal = (isFirst ? undefined : whyRefused(old, before, after)) ?? permissions.failure;
  const model = firstModel(after);
  const cases = model?.golden ?? [];
  const steps = isFirst ? [{ percent: 100, minutes: 0 }] : guardrails.rollout.steps;
  const rollout = { ...guardrails.rollout, alarmNames, steps };
  const outage = scenario?.outage && {
    instances: scenario.outage.instances,
    from: firstShift(rollout) + scenario.outage.after,
    minutes: scenario.outage.minutes,
  };
  const fleets = {
    ...(before === undefined ? {} : { old: queuedFleet(before, seed + 1) }),
    new: queuedFleet(after, seed + 2, outage),
  };
  const capacities = { ...(fleets.old && { old: fleets.old.capacities }), new: fleets.new.capacities };
  return {
    target: { path: deployed.path, kind: 'endpoint', ...(unit === 'copies' ? { unit } : {}) },
    isServerless,
    rollout,
    controlPlane: isFirst ? ports.endpointCreation : ports.endpointDeployments,
    alarms,
    expectedRequestsPerMinute: deployed.expectedRequestsPerMinute,
    ...(recording === undefined ? {} : { recording }),
    isFirst,
    notes: [
      ...(isFirst ? ['guardrails hold for updates only: a first deployment has none'] : guardrails.notes),
      ...(deployed.component === undefined ? [] : COPIES_NOTES),
      ...permissions.notes,
      ...standInNotes(after),
      ...poolNotes(after),
    ],
    events: (outcome) =>
      endpointEvents(rollout, outcome, {
        engine: deployed.stack.stack.engine,
        isFirst,
        refusal,
        fleet: isServerless ? 'sandboxes' : unit,
      }),
    cases,
    deployedCases: oldModel?.golden ?? [],
    inputs,
    companion: (store) => {
      const queues =
        after.asynchronous &&
        new EndpointQueues(after.endpointName, fleets.old, fleets.new, store, after.asynchronous.maxConcurrent);
      const moved = scaledVariants(deployed, before ?? after, store, scope);
      const notes = before === undefined ? [] : [...(scaled?.notes ?? []), ...resetNotes(before, after, deployed)];
      const scaling = moved.length === 0 ? undefined : new EndpointScaling(moved, capacities, notes);
      return together([queues ?? [], scaling ?? []].flat());
    },
    start: async (which, store) => {
      const isOld = which === 'old';
      return startFleet({
        which,
        number: isOld || isFirst ? '1' : '2',
        fleet: isOld ? (before ?? after) : after,
        ...((isOld ? fleets.old : undefined) ?? fleets.new),
        store,
        servers: ports.servers,
        cases,
        seed,
        ...(isOld ? {} : { refusal, losesLogs: permissions.losesLogs, fault: scenario?.release }),
      });
    },
  };
}

const COPIES_NOTES = [
  'it is an inference component: the instances that its copies share were taken to have room for all',
];

/** What was taken for models that only S3 has. */
function standInNotes({ variants, shadows }: FleetPlan): string[] {
  return [...variants, ...shadows.map(({ variant }) => variant)].flatMap(({ name, modelData: { standsFor } }) =>
    standsFor === undefined ? [] : [`variant ${name}: the model package of --model was taken for ${standsFor}`],
  );
}

/** SageMaker goes on to the next pool where one has no instances. */
function poolNotes({ variants, shadows }: FleetPlan): string[] {
  return [...variants, ...shadows.map(({ variant }) => variant)].flatMap(({ name, instanceType, otherTypes }) =>
    otherTypes === undefined
      ? []
      : [
          `variant ${name}: enough instances of its first pool, ${instanceType}, were assumed; those of ${otherTypes.join(', ')} are not played`,
        ],
  );
}

/** Before a scenario makes it another: a deployment meets a fleet that usual traffic has scaled. */
function scalingScope(
  deployed: DeclaredEndpoint,
  options: Omit<RehearseOptions, 'to'>,
  recording: Recording | undefined,
) {
  const { begin } = options;
  return {
    requestsPerMinute: requestRate(deployed.expectedRequestsPerMinute, options, recording).usual,
    startsAt: begin === undefined ? DEFAULT_START : new Date(begin),
    startIsAssumed: begin === undefined,
  };
}

function queuedFleet({ variants, shadows }: FleetPlan, seed: number, outage?: Outage): QueuedFleet {
  const all = [...variants, ...shadows.map(({ variant }) => variant)];
  return {
    capacities: new Map(all.map(({ name, instances }) => [name, new FleetCapacity(instances, outage)])),
    // Chance of their own: what is sent must not depend on who waits.
    queues: new Map(all.map(({ name }, i) => [name, new Backlog(seededRandom(seed + i * 7919))])),
  };
}

function firstShift(rollout: Rollout): number {
  return startsOf(rollout)[rollout.steps.findIndex(({ percent }) => percent > 0)];
}

/** The first variant's model: all variants answer the same requests. */
function firstModel({ variants }: FleetPlan): DeployedModel | undefined {
  return modelOf(variants[0].modelData);
}

/** The first model of a fleet that is no package of this library: nothing here could serve it. */
export function foreignModel({ variants, shadows }: FleetPlan): string | undefined {
  const all = [...variants, ...shadows.map(({ variant }) => variant)];
  return all.find(({ modelData }) => modelOf(modelData) === undefined)?.name;
}

function modelOf(asset: Asset): DeployedModel | undefined {
  return readDeployedModel(assetDirectory(asset));
}
