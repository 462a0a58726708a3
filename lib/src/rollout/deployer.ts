import { LAMBDA } from '../catalog/lambda';
import { DEPLOYER_WAIT_SECONDS } from '../contract/deployer';
import { InferenceError } from '../errors';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import type { Place } from '../serving/helper-function';
import { deploymentGroupArn, helperFunction } from '../serving/helper-function';
import type { RolloutSpec } from './rollout';
import { functionMinutes } from './shares';

export const DEPLOYER = 'RolloutDeployer';

/** As long as the provider waits for an endpoint. */
const LONGEST_APPLY_SECONDS = 3600;
/** What CodeDeploy takes beside the rollout: to start, to shift, to end. */
const OVERHEAD_SECONDS = 180;

/** How many invocations of the deployer wait for a rollout, one after the other; each waits for 14 minutes. */
export function deployerInvocations(rollout: RolloutSpec, hooks: number): number {
  return Math.ceil(deploymentSeconds(rollout, hooks) / DEPLOYER_WAIT_SECONDS);
}

/** A hook may take as long as a function lives. */
function deploymentSeconds(rollout: RolloutSpec, hooks: number): number {
  return functionMinutes(rollout) * 60 + hooks * LAMBDA.MAX_TIMEOUT_SECONDS + OVERHEAD_SECONDS;
}

/** Whether an apply waits for the rollout: by default, if that takes an hour at most without its hooks. */
export function deploysOnApply(rollout: RolloutSpec, asked: boolean | undefined): boolean {
  const seconds = deploymentSeconds(rollout, 0);
  if (asked !== true || seconds <= LONGEST_APPLY_SECONDS) return asked ?? seconds <= LONGEST_APPLY_SECONDS;
  throw new InferenceError(
    'RolloutTooLongForApply',
    `${rollout.kind} rollout (${seconds} s): an apply waits for at most ${LONGEST_APPLY_SECONDS} s. ` +
      'choose a shorter bake, or leave deployOnApply out and run startDeploymentCommand after the apply',
  );
}

/** A function that moves the alias while Terraform applies, because the provider has no resource that does. */
export function decideDeployer(place: Place): PlannedResource[] {
  const { partition, region, account } = place;
  const here = `arn:${partition}:codedeploy:${region}:${account}`;
  return helperFunction({
    id: DEPLOYER,
    description: 'Moves the alias to the version that was applied',
    timeoutSeconds: LAMBDA.MAX_TIMEOUT_SECONDS,
    statements: [
      { Effect: 'Allow', Action: 'lambda:GetAlias', Resource: ref('Function', 'Arn') },
      {
        Effect: 'Allow',
        Action: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:ListDeployments'],
        Resource: deploymentGroupArn(place),
      },
      {
        Effect: 'Allow',
        Action: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
        Resource: `${here}:application:${ref('Application')}`,
      },
      { Effect: 'Allow', Action: 'codedeploy:GetDeploymentConfig', Resource: `${here}:deploymentconfig:*` },
    ],
  });
}
