import type { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { TerraformResource } from 'cdktf';
import { Op, ref, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

interface Checked {
  readonly alias: LambdaAlias;
  readonly function: LambdaFunction;
  /** What moves the alias, where that is part of the apply. */
  readonly after: TerraformResource;
}

/**
 * A check that warns after every plan and apply where the alias is not at the version that was applied last: a deployment
 * was rolled back, or none was started. It reads the alias itself, because Terraform's state does not follow CodeDeploy.
 */
export function checkAlias(scope: Construct, checked: Checked): void {
  const stack = TerraformStack.of(scope);
  const name = `${checked.alias.friendlyUniqueId}_at_latest_version`;
  const { functionName, version } = checked.function;
  const { terraformResourceType, friendlyUniqueId } = checked.after;
  stack.addOverride(`check.${name}`, {
    data: {
      aws_lambda_alias: {
        [name]: {
          function_name: functionName,
          name: checked.alias.name,
          depends_on: [`${terraformResourceType}.${friendlyUniqueId}`],
        },
      },
    },
    assert: [
      {
        condition: Op.eq(ref(`data.aws_lambda_alias.${name}.function_version`, stack), version),
        error_message:
          `The alias of ${functionName} is not at version ${version}, which was applied last: its deployment was ` +
          'rolled back, still runs, or was not started. See "aws deploy list-deployments" and start one with startDeploymentCommand.',
      },
    ],
  });
}
