import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import { readDeployedModel } from '../deployed-model';
import { checkGolden } from '../golden-check';
import { assetDirectory } from '../invoker/asset-directory';
import type { MetricStore } from '../metrics/metric-store';
import { Player } from '../play/player';
import { ReleaseRecord } from '../play/release-record';
import { Side } from '../play/side';
import type { StartedSide } from '../planned-deployment';
import type { ModelServers, StartedContainer } from '../server/model-servers';
import { withSwappedClasses } from '../scenarios/broken-package';
import { disturbed } from '../scenarios/disturbed';
import type { ReleaseFault } from '../scenarios/scenario';
import { seededRandom } from '../traffic/random';
import type { TrafficRequest } from '../traffic/request';
import type { Backlog } from './async/backlog';
import type { FleetCapacity } from './capacity';
import type { FleetPlan, VariantPlan } from './fleet-plan';
import { releaseOf } from './release-of';

export interface StartFleet {
  readonly which: 'old' | 'new';
  /** `1` is what is deployed, `2` what is to be. */
  readonly number: string;
  readonly fleet: FleetPlan;
  readonly store: MetricStore;
  readonly servers: ModelServers;
  readonly cases: readonly GoldenCase[];
  readonly seed: number;
  /** Those of its variants, where it takes requests from queues. */
  readonly queues?: ReadonlyMap<string, Backlog>;
  /** Why nothing is started. */
  readonly refusal?: string;
  /** Whether what the containers write never arrives. */
  readonly losesLogs?: boolean;
  /** The instances of its variants. */
  readonly capacities: ReadonlyMap<string, FleetCapacity>;
  /** What a scenario does to the containers. */
  readonly fault?: ReleaseFault;
}

/** Starts a container for each variant of a fleet, and asks it the recorded cases. */
export async function startFleet(parts: StartFleet): Promise<StartedSide> {
  const { which, number, fleet, store, cases, seed, refusal } = parts;
  const record = new ReleaseRecord();
  const name = { number, description: fleet.variants.map((variant) => describe(variant, fleet)).join(' and ') };
  if (refusal !== undefined) return { side: new Side({ name, record, members: [], failure: refusal }) };
  const trial = cases.map(({ inputs }) => ({ body: { inputs } }));
  const started: StartedContainer[] = [];
  const player = async (variant: VariantPlan, side: ReleaseRecord): Promise<Player> => {
    // A sandbox takes one request at a time: nothing to measure.
    const container = await startContainer(variant, variant.serverless === undefined ? trial : [], parts);
    started.push(container);
    // Chance of its own: what is sent must not depend on who waits.
    const random = seededRandom(seed + started.length * 7919 + Number(name.number));
    const release = releaseOf({
      name: { ...name, description: describe(variant, fleet) },
      invoked: {
        endpointName: fleet.endpointName,
        variantName: variant.name,
        configName: fleet.configName,
        componentName: fleet.componentName,
      },
      variant,
      container,
      asynchronous: fleet.asynchronous,
      capacity: parts.capacities.get(variant.name),
      queue: parts.queues?.get(variant.name),
      random,
      coldStarts: parts.fault?.coldStarts,
    });
    const player = new Player(release, store, side, parts.losesLogs);
    // A serverless one starts its sandboxes as requests come.
    if (variant.serverless !== undefined) return player;
    for (const one of [player.record, side]) one.started(container.startMilliseconds);
    return player;
  };
  try {
    const members = [];
    for (const variant of fleet.variants) {
      members.push({ name: variant.name, weight: variant.weight, player: await player(variant, record) });
    }
    const shadows = [];
    for (const { variant, share } of fleet.shadows) {
      shadows.push({ name: variant.name, share, player: await player(variant, new ReleaseRecord()) });
    }
    const failure = failureOf(fleet, started);
    const golden =
      which === 'new' && failure === undefined && cases.length > 0 ? await checkGolden(cases, started[0]) : undefined;
    return { side: new Side({ name, record, members, shadows, failure }), golden };
  } catch (error) {
    await Promise.all(started.map((container) => container.stop()));
    throw error;
  }
}

/** A container, with what a scenario does to it. */
async function startContainer(
  variant: VariantPlan,
  trial: readonly TrafficRequest[],
  { fleet, servers, fault = {} }: StartFleet,
): Promise<StartedContainer> {
  const copy = fault.swapsClasses === true ? withSwappedClasses(assetDirectory(variant.modelData), '.') : undefined;
  const isKilled = fault.outOfMemory;
  const options = { trial, isKilled, ...(copy && { modelDirectory: copy.directory }) };
  try {
    const container = await servers.start(variant, fleet.region, options);
    const stop = async (): Promise<void> => {
      await container.stop();
      copy?.remove();
    };
    // The door of a container knows when a request has waited too long.
    return disturbed(
      { ...container, stop, ...tooLarge(container, variant) },
      { ...fault, coldStarts: false },
      Infinity,
    );
  } catch (error) {
    copy?.remove();
    throw error;
  }
}

/** What a serverless container has taken as soon as it is loaded must fit into its memory. */
function tooLarge(
  { failure, memoryMib }: StartedContainer,
  { serverless }: VariantPlan,
): Pick<StartedContainer, 'failure'> {
  const used = failure === undefined ? memoryMib?.() : undefined;
  if (serverless === undefined || used === undefined || used <= serverless.memoryMib) return {};
  return { failure: `it takes ${Math.ceil(used)} MiB, and MemorySizeInMB is ${serverless.memoryMib}` };
}

function failureOf({ variants, shadows }: FleetPlan, started: readonly StartedContainer[]): string | undefined {
  const names = [...variants, ...shadows.map(({ variant }) => variant)].map(({ name }) => name);
  const i = started.findIndex(({ failure }) => failure !== undefined);
  return i < 0 ? undefined : `the container of variant ${names[i]} does not become healthy: ${started[i].failure}`;
}

function describe(
  { modelData, instances, instanceType, serverless }: VariantPlan,
  { componentName }: FleetPlan,
): string {
  const manifest = readDeployedModel(assetDirectory(modelData))?.manifest;
  const model = manifest === undefined ? 'a model' : `${manifest.name} ${manifest.version}`;
  if (componentName !== undefined) return `${model} in ${instances} ${instances === 1 ? 'copy' : 'copies'}`;
  if (serverless === undefined) return `${model} on ${instances} × ${instanceType}`;
  return `${model} serverless, ${serverless.memoryMib} MiB, at most ${serverless.maxConcurrency} at a time`;
}
