interface Deployment {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly functionName: string;
  readonly aliasName: string;
  /** The version to move the alias to. */
  readonly version: string;
}

/**
 * A POSIX shell command that has CodeDeploy move an alias to a version. Where the alias is now only AWS knows, because
 * CodeDeploy moved it there; a deployment from a version to itself would be refused.
 */
export function startDeploymentCommand(deployment: Deployment): string {
  const { applicationName, deploymentGroupName, functionName, aliasName, version } = deployment;
  const appSpec = {
    version: '0.0',
    Resources: [
      {
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: functionName, Alias: aliasName, CurrentVersion: '%s', TargetVersion: version },
        },
      },
    ],
  };
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content: JSON.stringify(appSpec) } };
  // printf reads backslashes in its format.
  const format = JSON.stringify(revision).replaceAll('\\', '\\\\');
  return (
    `current=$(aws lambda get-alias --function-name ${functionName} --name ${aliasName} --query FunctionVersion --output text) && ` +
    `if [ "$current" = "${version}" ]; then echo "${aliasName} is at version ${version} already"; else ` +
    `aws deploy create-deployment --application-name ${applicationName} --deployment-group-name ${deploymentGroupName} ` +
    `--revision "$(printf '${format}' "$current")"; fi`
  );
}
