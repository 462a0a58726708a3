import { appSpec } from '@inference-constructs/core/out/contract/deployer';

interface Deployment {
  readonly region: string;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly functionName: string;
  readonly aliasName: string;
  /** The version to move the alias to. */
  readonly version: string;
  /** Names of the functions that are asked before and after. */
  readonly beforeAllowTraffic?: string;
  readonly afterAllowTraffic?: string;
}

/** Between two looks at a deployment. */
const POLL_SECONDS = 15;

/**
 * A POSIX shell command that has CodeDeploy move an alias to a version, and fails unless it gets there. Where the alias
 * is now only AWS knows, because CodeDeploy moved it there; a deployment from a version to itself would be refused.
 * `aws deploy wait` gives up after half an hour, which is less than a bake may take.
 */
export function startDeploymentCommand(deployment: Deployment): string {
  const { region, applicationName, deploymentGroupName, functionName, aliasName, version } = deployment;
  const codeDeploy = `aws deploy --region ${region}`;
  const look = `${codeDeploy} get-deployment --deployment-id "$id" --output text --query deploymentInfo`;
  const lines = [
    `current=$(aws lambda --region ${region} get-alias --function-name ${functionName} --name ${aliasName} --query FunctionVersion --output text) || exit 1`,
    `if [ "$current" = "${version}" ]; then echo "${aliasName} is at version ${version} already"; exit 0; fi`,
    `id=$(${codeDeploy} create-deployment --application-name ${applicationName} --deployment-group-name ${deploymentGroupName} ` +
      `--query deploymentId --output text --revision "$(printf '${revisionFormat(deployment)}' "$current")") || exit 1`,
    `echo "deployment $id: ${aliasName} from version $current to ${version}"`,
    `while state=$(${look}.status) || exit 1; do case $state in ` +
      `Succeeded) echo "deployment $id: succeeded"; exit 0;; ` +
      `Failed|Stopped) echo "deployment $id: $state, ${aliasName} goes back to version $current. $(${look}.errorInformation.message)" >&2; exit 1;; ` +
      `esac; sleep ${POLL_SECONDS}; done`,
  ];
  // A subshell: the shell of whoever pastes the command must not exit.
  return `(${lines.join('; ')})`;
}

/** The revision as a format for printf, which fills in the version the alias is at. */
function revisionFormat(deployment: Deployment): string {
  const spec = appSpec({ ...deployment, currentVersion: '%s', targetVersion: deployment.version });
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content: JSON.stringify(spec) } };
  // printf reads backslashes in its format.
  return JSON.stringify(revision).replaceAll('\\', '\\\\');
}
