import type { AcceptanceCase } from '@inference-constructs/core/out/model/acceptance';
import type { HookVerdict } from '@inference-constructs/core/out/contract/hook';
import { scoreOf } from '@inference-constructs/core/out/model/acceptance-score';
import type { AcceptanceSpec, ClassesSpec } from '@inference-constructs/core/out/model/manifest';
import type { AwsClient } from '../aws/client';
import { codeDeploy } from '../aws/codedeploy';
import { describe, log } from '../log';
import type { Version } from './score-version';
import { scoreVersion } from './score-version';

/** What CodeDeploy invokes a hook with. */
export interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

export interface Acceptance extends AcceptanceSpec {
  readonly classes: ClassesSpec;
  readonly cases: readonly AcceptanceCase[];
}

/** What is left of the function's time once the cases must be answered: to tell CodeDeploy, which would wait for an hour. */
const MARGIN_MS = 20_000;

/** A hook that lets a version have traffic only if it reaches the minimum. It always tells CodeDeploy. */
export function createHook(client: AwsClient, target: Version, read: () => Acceptance) {
  return async (event: HookEvent, context: { getRemainingTimeInMillis(): number }): Promise<HookVerdict> => {
    const left = context.getRemainingTimeInMillis();
    const verdict = await judge(client, target, read, AbortSignal.timeout(Math.max(0, left - MARGIN_MS)));
    log(verdict.status === 'Succeeded' ? 'info' : 'error', verdict.reason, { deployment: event.DeploymentId });
    await codeDeploy(
      client,
      'PutLifecycleEventHookExecutionStatus',
      {
        deploymentId: event.DeploymentId,
        lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
        status: verdict.status,
      },
      AbortSignal.timeout(Math.min(left, MARGIN_MS)),
    );
    return verdict;
  };
}

async function judge(
  client: AwsClient,
  target: Version,
  read: () => Acceptance,
  signal: AbortSignal,
): Promise<HookVerdict> {
  try {
    const { metric, minimum, classes, cases } = read();
    const score = scoreOf(metric, await scoreVersion(client, target, cases, signal), classes);
    const found = `${metric} of version ${target.version} (${score.toFixed(4)} over ${cases.length} cases)`;
    return score >= minimum
      ? { status: 'Succeeded', reason: `${found}: at least ${minimum}` }
      : { status: 'Failed', reason: `${found}: must be at least ${minimum}` };
  } catch (error) {
    const reason = signal.aborted ? 'not all cases were answered in time' : describe(error).message;
    return { status: 'Failed', reason: `version ${target.version} was not scored: ${reason}` };
  }
}
