import type { Exception } from './exception';

const APPLICATION = 'AWS::CodeDeploy::Application';
const CONFIG = 'AWS::CodeDeploy::DeploymentConfig';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** CodeDeploy's longest name. */
const MAX_NAME = 100;

export const codeDeployExceptions: readonly Exception[] = [
  {
    type: APPLICATION,
    argument: 'name',
    value: (_, entry) => entry.name(MAX_NAME),
    why: 'The provider makes no name for an application.',
  },
  {
    type: CONFIG,
    argument: 'deploymentConfigName',
    value: (_, entry) => entry.name(MAX_NAME, entry.fingerprint),
    why: 'The provider makes no name for a deployment configuration, and a changed one cannot take the name of the last one.',
  },
  {
    type: CONFIG,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'Every change replaces the configuration, and the deployment group uses the old one until it has the new one.',
  },
  {
    type: CONFIG,
    property: 'TrafficRoutingConfig.TimeBasedCanary.CanaryPercentage',
    argument: 'percentage',
    why: 'The block of the provider does not repeat its own name.',
  },
  {
    type: CONFIG,
    property: 'TrafficRoutingConfig.TimeBasedCanary.CanaryInterval',
    argument: 'interval',
    why: 'The block of the provider does not repeat its own name.',
  },
  {
    type: CONFIG,
    property: 'TrafficRoutingConfig.TimeBasedLinear.LinearPercentage',
    argument: 'percentage',
    why: 'The block of the provider does not repeat its own name.',
  },
  {
    type: CONFIG,
    property: 'TrafficRoutingConfig.TimeBasedLinear.LinearInterval',
    argument: 'interval',
    why: 'The block of the provider does not repeat its own name.',
  },
  {
    type: GROUP,
    property: 'ApplicationName',
    argument: 'appName',
    why: 'The provider shortens the name.',
  },
  {
    type: GROUP,
    argument: 'deploymentGroupName',
    value: (_, entry) => entry.name(MAX_NAME),
    why: 'The provider makes no name for a deployment group.',
  },
  {
    type: GROUP,
    property: 'AlarmConfiguration.Alarms',
    argument: 'alarms',
    value: (alarms) => (alarms as { Name: string }[]).map(({ Name }) => Name),
    why: 'Alarms are plain names in the provider.',
  },
];
