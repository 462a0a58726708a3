import { DataAwsLambdaAlias } from '@cdktf/provider-aws/lib/data-aws-lambda-alias';
import type { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { TerraformResource } from 'cdktf';
import { Op, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

interface Checked {
  readonly alias: LambdaAlias;
  readonly function: LambdaFunction;
  /** What moves the alias, where that is part of the apply. */
  readonly after: TerraformResource;
}

/**
 * A check that warns after every plan and apply where the alias is not at the version that was applied last: a deployment
 * was rolled back, or none was started. It reads the alias itself, because Terraform's state does not follow CodeDeploy, and
 * not in the check: with a data source of its own no plan would ever be without changes (`-detailed-exitcode` 2).
 */
export function checkAlias(scope: Construct, checked: Checked): void {
  const { functionName, version } = checked.function;
  const { name } = checked.alias;
  const live = new DataAwsLambdaAlias(scope, 'LiveAlias', { functionName, name, dependsOn: [checked.after] });
  TerraformStack.of(scope).addOverride(`check.${checked.alias.friendlyUniqueId}_at_latest_version`, {
    assert: [
      {
        condition: Op.eq(live.functionVersion, version),
        error_message:
          `The alias of ${functionName} is not at version ${version}, which was applied last: its deployment was ` +
          'rolled back, still runs, or was not started. See "aws deploy list-deployments" and start one with startDeploymentCommand.',
      },
    ],
  });
}
