import { join } from 'node:path';
import { allAtOnce } from '@inference-constructs/core/out/rollout/codedeploy';
import type { DeployedFunction } from './assembly/assembly-reader';
import { readDeployedModel } from './deployed-model';
import { checkGolden } from './golden-check';
import type { Running } from './invoker/invoker';
import { lambdaEvent } from './invoker/lambda-event';
import { assetDirectory } from './invoker/asset-directory';
import type { MetricStore } from './metrics/metric-store';
import { FunctionRelease } from './play/function-release';
import { Player } from './play/player';
import { ReleaseRecord } from './play/release-record';
import { Side } from './play/side';
import type { PlannedDeployment } from './planned-deployment';
import type { Ports } from './ports';
import type { TrafficRequest } from './traffic/request';

/** How the new version of a function is deployed; without `old`, its first one. */
export function planFunction(
  old: DeployedFunction | undefined,
  deployed: DeployedFunction,
  { invoker, controlPlane }: Ports,
): PlannedDeployment {
  const cases = readDeployedModel(join(assetDirectory(deployed.version.code), 'model'))?.golden ?? [];
  const start = async ({ version, aliasName }: DeployedFunction): Promise<Running<TrafficRequest>> => {
    const running = await invoker.start(version, aliasName);
    return {
      substitutions: running.substitutions,
      invoke: (request) => running.invoke(lambdaEvent(request)),
      crash: () => running.crash(),
      stop: () => running.stop(),
    };
  };
  const side = async (which: DeployedFunction, store: MetricStore): Promise<Side> => {
    const record = new ReleaseRecord();
    const release = new FunctionRelease(which, await start(which));
    const player = new Player(release, store, record);
    return new Side({ name: release.name, record, members: [{ name: which.aliasName, player, weight: 1 }] });
  };
  return {
    target: { path: deployed.path, kind: 'function' },
    rollout: old === undefined ? { ...deployed.rollout, steps: allAtOnce() } : deployed.rollout,
    controlPlane,
    alarms: deployed.alarms,
    expectedRequestsPerMinute: deployed.expectedRequestsPerMinute,
    isFirst: old === undefined,
    notes: deployed.assumptions,
    cases,
    checkGolden: cases.length === 0 ? undefined : () => goldenOf(deployed),
    start: async (which, store) => ({ side: await side(which === 'old' ? (old ?? deployed) : deployed, store) }),
  };

  /** In a process of its own, so that the first request of the deployment still meets a cold start. */
  async function goldenOf(which: DeployedFunction) {
    const running = await start(which);
    try {
      return await checkGolden(cases, running);
    } finally {
      await running.stop();
    }
  }
}
