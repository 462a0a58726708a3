import { join } from 'node:path';
import { allAtOnce } from '@inference-constructs/core/out/rollout/codedeploy';
import type { DeployedFunction } from './assembly/assembly-reader';
import { readDeployedModel } from './deployed-model';
import type { GoldenResult } from './golden-check';
import { checkGolden } from './golden-check';
import type { Running } from './invoker/invoker';
import { oneAtATime } from './invoker/one-at-a-time';
import { lambdaEvent } from './invoker/lambda-event';
import { assetDirectory } from './invoker/asset-directory';
import { FunctionScaling } from './fleet/scaling/function-scaling';
import type { PlannedHook } from './hooks/hook-player';
import type { MetricStore } from './metrics/metric-store';
import type { Permissions } from './permissions/check-needs';
import { DEFAULTS, type RehearseOptions } from './options';
import { FunctionRelease } from './play/function-release';
import { Player } from './play/player';
import { ReleaseRecord } from './play/release-record';
import { Side } from './play/side';
import type { PlannedDeployment, StartedSide } from './planned-deployment';
import type { Ports } from './ports';
import type { TemporaryCopy } from './scenarios/broken-package';
import { withSwappedClasses } from './scenarios/broken-package';
import { disturbed } from './scenarios/disturbed';
import { DEFAULT_START } from './scaling/assumptions';
import { seededRandom } from './traffic/random';
import type { TrafficRequest } from './traffic/request';

/** Where the model package is in the code of a function. */
const PACKAGE = 'model';

/** How the new version of a function is deployed; without `old`, its first one. */
export function planFunction(
  old: DeployedFunction | undefined,
  deployed: DeployedFunction,
  permissions: Permissions,
  { invoker, controlPlane }: Ports,
  hooks: readonly PlannedHook[],
  options: Pick<RehearseOptions, 'scenario' | 'begin' | 'seed'> = {},
): PlannedDeployment {
  const { scenario, begin, seed = DEFAULTS.seed } = options;
  const modelOf = ({ version }: DeployedFunction) => readDeployedModel(join(assetDirectory(version.code), PACKAGE));
  const model = modelOf(deployed);
  const deployedModel = old && modelOf(old);
  const cases = model?.golden ?? [];
  const startOne = async (
    { version, aliasName }: DeployedFunction,
    isKilled = false,
  ): Promise<Running<TrafficRequest>> => {
    const running = await invoker.start(version, aliasName, { isKilled });
    return {
      substitutions: running.substitutions,
      invoke: (request, clientContext) => running.invoke(lambdaEvent(request), clientContext),
      crash: () => running.crash(),
      stop: () => running.stop(),
    };
  };
  /** Traffic, hooks and schedules may ask at the same time. */
  const start = async (...which: Parameters<typeof startOne>) => oneAtATime(await startOne(...which));
  /** The new version, with what the scenario does to it and what its role is not allowed. */
  const startNew = async (): Promise<Running<TrafficRequest>> => {
    const { release = {} } = scenario ?? {};
    const { version } = deployed;
    const broken =
      release.swapsClasses === true ? withSwappedClasses(assetDirectory(version.code), PACKAGE) : undefined;
    const code = broken === undefined ? version.code : { key: version.code.key, path: broken.directory, isZip: false };
    const running = await start({ ...deployed, version: { ...version, code } }, release.outOfMemory);
    return disturbed(removing(running, broken), release, version.timeoutSeconds * 1000, permissions.failure);
  };
  const started = (which: DeployedFunction, running: Running<TrafficRequest>, store: MetricStore): StartedSide => {
    const losesLogs = which === deployed && permissions.losesLogs;
    const record = new ReleaseRecord();
    const release = new FunctionRelease(which, running);
    const player = new Player(release, store, record, losesLogs);
    const { functionName, number } = which.version;
    return {
      side: new Side({ name: release.name, record, members: [{ name: which.aliasName, player, weight: 1 }] }),
      version: {
        functionName,
        aliasName: which.aliasName,
        number,
        losesLogs,
        invoke: async (event, clientContext) => {
          const invocation = await running.invoke({ body: event }, clientContext);
          // A sandbox that a hook started is warm when traffic comes.
          if (invocation.initMilliseconds !== undefined) record.started(invocation.initMilliseconds);
          return invocation;
        },
      },
    };
  };
  /** In a process of its own, so that the first request of the deployment still meets a cold start. */
  const goldenOf = async (): Promise<GoldenResult> => {
    const running = await start(deployed);
    try {
      return await checkGolden(cases, running);
    } finally {
      await running.stop();
    }
  };
  return {
    target: { path: deployed.path, kind: 'function' },
    rollout: old === undefined ? { ...deployed.rollout, steps: allAtOnce() } : deployed.rollout,
    controlPlane,
    alarms: deployed.alarms,
    expectedRequestsPerMinute: deployed.expectedRequestsPerMinute,
    isFirst: old === undefined,
    notes: [...deployed.assumptions, ...permissions.notes],
    cases,
    deployedCases: deployedModel?.golden ?? [],
    inputs: (deployedModel ?? model)?.manifest.signature.inputs,
    checkGolden: cases.length === 0 ? undefined : goldenOf,
    // The first deployment of all moves no alias, and asks nobody.
    hooks: old === undefined ? [] : hooks,
    notAsked: old === undefined ? [] : deployed.notCalled,
    deploymentGroupArn: deployed.deploymentGroup.arn,
    companion: (store) =>
      deployed.scaling &&
      new FunctionScaling({
        alias: { functionName: deployed.version.functionName, aliasName: deployed.aliasName },
        scaling: deployed.scaling,
        store,
        startsAt: begin === undefined ? DEFAULT_START : new Date(begin),
        startIsAssumed: begin === undefined,
        random: seededRandom(seed + 3),
      }),
    start: async (which, store) =>
      which === 'old' && old !== undefined
        ? started(old, await start(old), store)
        : started(deployed, await startNew(), store),
  };
}

/** Ends a copy with the process that used it. */
function removing<T extends Running<TrafficRequest>>(running: T, copy: TemporaryCopy | undefined): T {
  if (copy === undefined) return running;
  return {
    ...running,
    stop: async () => {
      await running.stop();
      copy.remove();
    },
  };
}
