import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { CodedeployDeploymentGroup } from '@cdktf/provider-aws/lib/codedeploy-deployment-group';
import type { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { Construct } from 'constructs';
import { deployerInvocations, DEPLOYER } from '@inference-constructs/core/out/rollout/deployer';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function-defaults';
import { regionOf } from '../render/account';
import type { RenderedPlan } from '../render/render-plan';
import { checkAlias } from './alias-check';
import { deployOnApply } from './deploy-on-apply';
import { startDeploymentCommand } from './start-deployment';

/** What shifts, and how. */
interface Deployed {
  readonly function: LambdaFunction;
  readonly alias: LambdaAlias;
  readonly deploymentGroup: CodedeployDeploymentGroup;
  readonly rollout: RolloutSpec;
  /** Names of the functions that CodeDeploy asks before and after. */
  readonly preHookName?: string;
  readonly postHookName?: string;
}

/**
 * Has the alias move to the version that was applied: by the deployer, where the plan has one, and by the command that this
 * gives. Warns where the alias is elsewhere.
 */
export function deployFunction(scope: Construct, rendered: RenderedPlan, deployed: Deployed): string {
  const { functionName, version } = deployed.function;
  const { appName: applicationName, deploymentGroupName } = deployed.deploymentGroup;
  const { preHookName: beforeAllowTraffic, postHookName: afterAllowTraffic } = deployed;
  const aliasName = FUNCTION_DEFAULTS.aliasName;
  const deployment = {
    applicationName,
    deploymentGroupName,
    functionName,
    aliasName,
    beforeAllowTraffic,
    afterAllowTraffic,
  };
  const command = startDeploymentCommand({ ...deployment, region: regionOf(scope), version });
  const hooks = [beforeAllowTraffic, afterAllowTraffic].filter((name) => name !== undefined).length;
  const invocation = rendered.has(DEPLOYER)
    ? deployOnApply(
        scope,
        rendered.get(DEPLOYER, LambdaFunction).functionName,
        deployerInvocations(deployed.rollout, hooks),
        { ...deployment, targetVersion: version },
      )
    : undefined;
  checkAlias(scope, { ...deployed, after: invocation ?? deployed.alias });
  return command;
}
