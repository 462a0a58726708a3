import type { Properties } from '../../plan/plan';
import type { Reading } from './reading';

export const codeDeployReadings: Readonly<Record<string, Reading>> = {
  aws_codedeploy_app: {
    type: 'AWS::CodeDeploy::Application',
    names: { name: 'ApplicationName' },
    // `id` is the application's id and name in one, which nothing of CloudFormation is.
    attributes: { id: 'TerraformId' },
  },
  aws_codedeploy_deployment_config: {
    type: 'AWS::CodeDeploy::DeploymentConfig',
    names: {
      'traffic_routing_config.time_based_canary.percentage': 'CanaryPercentage',
      'traffic_routing_config.time_based_canary.interval': 'CanaryInterval',
      'traffic_routing_config.time_based_linear.percentage': 'LinearPercentage',
      'traffic_routing_config.time_based_linear.interval': 'LinearInterval',
    },
    attributes: { deployment_config_name: 'Ref' },
  },
  aws_codedeploy_deployment_group: {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    names: { app_name: 'ApplicationName' },
    repeated: ['trigger_configuration', 'ec2_tag_filter', 'ec2_tag_set', 'on_premises_instance_tag_filter'],
    attributes: { deployment_group_name: 'Ref', id: 'TerraformId' },
    reshape: deploymentGroup,
  },
};

/** Alarms are plain names in the provider. */
function deploymentGroup(properties: Properties): Properties {
  const configuration = properties.AlarmConfiguration as Properties | undefined;
  if (!Array.isArray(configuration?.Alarms)) return properties;
  const alarms = (configuration.Alarms as unknown[]).map((Name) => ({ Name }));
  return { ...properties, AlarmConfiguration: { ...configuration, Alarms: alarms } };
}
