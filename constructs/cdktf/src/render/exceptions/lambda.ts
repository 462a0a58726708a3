import { MAX_FUNCTION_NAME } from '@inference-constructs/core/out/plan/names';
import { ref } from '@inference-constructs/core/out/plan/plan';
import type { Exception } from './exception';

const FUNCTION = 'AWS::Lambda::Function';
const ALIAS = 'AWS::Lambda::Alias';
const URL = 'AWS::Lambda::Url';
const LAYER = 'AWS::Lambda::LayerVersion';

export const lambdaExceptions: readonly Exception[] = [
  {
    type: FUNCTION,
    argument: 'functionName',
    value: (_, entry) => entry.name(MAX_FUNCTION_NAME),
    why: 'The provider makes no name for a function.',
  },
  {
    type: FUNCTION,
    argument: 'publish',
    value: (_, entry) => (entry.publishes ? true : undefined),
    why: 'A version is no resource of its own: the provider publishes one with every change.',
  },
  {
    type: FUNCTION,
    property: 'Environment.Variables',
    argument: 'variables',
    verbatim: true,
    why: 'The names of variables are the author’s.',
  },
  {
    type: FUNCTION,
    argument: 'loggingConfig.logFormat',
    value: () => 'Text',
    why: 'The provider requires the format once a log group is named; CloudFormation takes Text.',
  },
  {
    type: ALIAS,
    argument: 'lifecycle',
    value: () => ({ ignoreChanges: ['function_version', 'routing_config'] }),
    why: 'CodeDeploy moves the alias; Terraform would move it back, past the canary.',
  },
  {
    type: ALIAS,
    property: 'ProvisionedConcurrencyConfig',
    beside: (config, owner) => [
      {
        id: 'Provisioned',
        type: 'AWS::Lambda::ProvisionedConcurrencyConfig',
        config: {
          functionName: ref(owner, 'FunctionName'),
          qualifier: ref(owner, 'Name'),
          provisionedConcurrentExecutions: (config as { ProvisionedConcurrentExecutions: number })
            .ProvisionedConcurrentExecutions,
        },
      },
    ],
    why: 'Provisioned concurrency is a resource of its own in the provider.',
  },
  {
    type: URL,
    property: 'AuthType',
    argument: 'authorizationType',
    why: 'The provider writes the word in full.',
  },
  {
    type: URL,
    property: 'TargetFunctionArn',
    argument: 'functionName',
    why: 'The provider takes a name or an ARN here.',
  },
  {
    type: LAYER,
    argument: 'layerName',
    value: (_, entry) => entry.name(64),
    why: 'The provider makes no name for a layer.',
  },
  {
    type: LAYER,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'Every change makes a new layer version, and functions use the old one until they have the new one.',
  },
];
