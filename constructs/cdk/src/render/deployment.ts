import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnDeploymentConfigProps } from 'aws-cdk-lib/aws-codedeploy';
import {
  CfnDeploymentConfig,
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { l1Props } from './l1-props';
import type { Rendering } from './rendering';
import { renderRole } from './role';

interface DeploymentGroupProperties {
  readonly DeploymentConfigName: string;
  readonly AutoRollbackConfiguration: { readonly Events: readonly string[] };
}

/** How CodeDeploy moves the alias to a new version, and what makes it move back. */
export function renderDeployment(
  scope: Construct,
  rendering: Rendering,
  alias: Alias,
  alarms: IAlarm[],
): LambdaDeploymentGroup {
  const application = rendering.add('Application', new LambdaApplication(scope, 'Application'));
  if (rendering.has('DeploymentConfig')) {
    const props = l1Props<CfnDeploymentConfigProps>(rendering.properties('DeploymentConfig'));
    rendering.add('DeploymentConfig', new CfnDeploymentConfig(scope, 'DeploymentConfig', props));
  }
  const role = renderRole(scope, 'DeploymentRole', rendering);
  const group = rendering.properties<DeploymentGroupProperties>('DeploymentGroup');
  const events = group.AutoRollbackConfiguration.Events;
  return rendering.add(
    'DeploymentGroup',
    new LambdaDeploymentGroup(scope, 'DeploymentGroup', {
      application,
      role,
      alias,
      alarms,
      deploymentConfig: LambdaDeploymentConfig.fromLambdaDeploymentConfigName(
        scope,
        'RolloutConfig',
        group.DeploymentConfigName,
      ),
      autoRollback: {
        failedDeployment: events.includes('DEPLOYMENT_FAILURE'),
        stoppedDeployment: events.includes('DEPLOYMENT_STOP_ON_REQUEST'),
        deploymentInAlarm: events.includes('DEPLOYMENT_STOP_ON_ALARM'),
      },
    }),
  );
}
