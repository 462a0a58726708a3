import { setTimeout as sleep } from 'node:timers/promises';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { DeploymentOrder, DeploymentReport, WaitOrder } from '@inference-constructs/core/out/contract/deployer';
import { DEPLOYER_WAIT_SECONDS } from '@inference-constructs/core/out/contract/deployer';
import { AwsError } from '../aws/aws-error';
import type { AwsClient } from '../aws/client';
import { aliasVersion } from '../aws/lambda';
import { log } from '../log';
import { readDeployment, runningDeployment, startDeployment } from './deployment';

/** Between two looks at a deployment. */
const LOOK_EVERY_MS = 5000;
/** To answer before Lambda ends the invocation. */
const MARGIN_MS = 20_000;

/** Six waits, together half a minute. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 16_000;

type Context = { getRemainingTimeInMillis?(): number };

/**
 * Moves an alias to a version with CodeDeploy and waits for the end. Where the alias is now only AWS knows, because
 * CodeDeploy moved it there. Asked for the same version again, it does nothing or joins the deployment that is running.
 */
export function createDeployer(client: AwsClient, lookEveryMilliseconds = LOOK_EVERY_MS) {
  return async (order: DeploymentOrder | WaitOrder, context: Context): Promise<DeploymentReport> => {
    const remaining = context.getRemainingTimeInMillis?.() ?? Infinity;
    const left = Math.min(remaining - MARGIN_MS, DEPLOYER_WAIT_SECONDS * 1000);
    const signal = AbortSignal.timeout(Math.max(0, left));
    const id = 'deploymentId' in order ? order.deploymentId : await begin(client, order, signal);
    if (id === '') return { status: 'Unchanged', deploymentId: '' };
    return waitFor(client, id, order.waitsOn, signal, lookEveryMilliseconds);
  };
}

/** The deployment that moves the alias to the version; empty where the alias is there already. */
async function begin(client: AwsClient, order: DeploymentOrder, signal: AbortSignal): Promise<string> {
  const { functionName, aliasName, targetVersion } = order;
  const current = await onceAllowed(() => aliasVersion(client, functionName, aliasName, signal), signal);
  if (current === targetVersion) return '';
  const joined = await join(client, order, signal);
  if (joined !== undefined) return joined;
  try {
    const id = await startDeployment(client, order, current, signal);
    log('info', `deployment ${id}: ${aliasName} from version ${current} to ${targetVersion}`);
    return id;
  } catch (error) {
    // Somebody else was faster: another invocation for the same version, or another deployment altogether.
    if (!(error instanceof AwsError) || error.code !== 'DeploymentLimitExceededException') throw error;
    const other = await join(client, order, signal);
    if (other === undefined) throw error;
    return other;
  }
}

/** A role that was made a moment ago is not known everywhere yet, and the first apply makes it. */
async function onceAllowed<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AwsError) || error.status !== 403 || pause > LONGEST_PAUSE_MS) throw error;
      await sleep(pause, undefined, { signal });
    }
  }
}

async function join(client: AwsClient, order: DeploymentOrder, signal: AbortSignal): Promise<string | undefined> {
  const running = await runningDeployment(client, order, signal);
  if (running === undefined) return undefined;
  if (running.targetVersion === order.targetVersion) return running.id;
  throw new InferenceError(
    'DeploymentRunning',
    `deployment ${running.id} (${running.status}): moves ${order.aliasName} to version ${running.targetVersion ?? 'unknown'}, ` +
      `and only one can run at a time. wait for its end or stop it, then apply again`,
  );
}

async function waitFor(
  client: AwsClient,
  id: string,
  waitsOn: boolean,
  signal: AbortSignal,
  lookEveryMilliseconds: number,
): Promise<DeploymentReport> {
  try {
    for (;;) {
      const { status, reason } = await readDeployment(client, id, signal);
      if (status === 'Succeeded') return { status, deploymentId: id };
      if (status === 'Failed' || status === 'Stopped') {
        throw new InferenceError(
          'DeploymentFailed',
          `deployment ${id} (${status}): ${reason}. the alias goes back to its last version; ` +
            'see the history of the rollback alarms, fix the release and apply again',
        );
      }
      await sleep(lookEveryMilliseconds, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    if (waitsOn) return { status: 'InProgress', deploymentId: id };
    throw new InferenceError(
      'DeploymentStillRunning',
      `deployment ${id} (still running): took longer than its rollout and hooks should. look at it with "aws deploy get-deployment --deployment-id ${id}" and apply again`,
    );
  }
}
