import { createHash } from 'node:crypto';
import type { DeploymentOrder } from '@inference-constructs/core/out/contract/deployer';
import { appSpec } from '@inference-constructs/core/out/contract/deployer';
import type { AwsClient } from '../aws/client';
import { codeDeploy } from '../aws/codedeploy';

/** A deployment as CodeDeploy tells it, as far as it is read here. */
export interface Deployment {
  readonly id: string;
  readonly status: string;
  /** Why it failed. */
  readonly reason: string;
  /** The version it moves the alias to; undefined where its revision is none of a function. */
  readonly targetVersion: string | undefined;
}

const RUNNING = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'];

export async function readDeployment(client: AwsClient, id: string, signal: AbortSignal): Promise<Deployment> {
  const { deploymentInfo } = await codeDeploy(client, 'GetDeployment', { deploymentId: id }, signal);
  const { status, errorInformation, revision } = deploymentInfo as {
    status: string;
    errorInformation?: { message?: string };
    revision?: { appSpecContent?: { content?: string }; string?: { content?: string } };
  };
  return {
    id,
    status,
    reason: errorInformation?.message ?? 'no reason given',
    targetVersion: targetOf(revision?.appSpecContent?.content ?? revision?.string?.content),
  };
}

/** What the deployment group is busy with; CodeDeploy runs one deployment of a group at a time. */
export async function runningDeployment(
  client: AwsClient,
  { applicationName, deploymentGroupName }: DeploymentOrder,
  signal: AbortSignal,
): Promise<Deployment | undefined> {
  const input = { applicationName, deploymentGroupName, includeOnlyStatuses: RUNNING };
  const { deployments = [] } = await codeDeploy(client, 'ListDeployments', input, signal);
  const [id] = deployments as string[];
  return id === undefined ? undefined : readDeployment(client, id, signal);
}

/** Starts the move of the alias; gives the id of the deployment. */
export async function startDeployment(
  client: AwsClient,
  order: DeploymentOrder,
  currentVersion: string,
  signal: AbortSignal,
): Promise<string> {
  const { applicationName, deploymentGroupName } = order;
  const content = JSON.stringify(appSpec({ ...order, currentVersion }));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } };
  const started = await codeDeploy(
    client,
    'CreateDeployment',
    { applicationName, deploymentGroupName, revision },
    signal,
  );
  return started.deploymentId as string;
}

function targetOf(content: string | undefined): string | undefined {
  const version = /"?TargetVersion"?\s*:\s*"?(\d+)/.exec(content ?? '');
  return version?.[1];
}
