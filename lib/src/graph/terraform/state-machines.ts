import type { Properties } from '../../plan/plan';
import type { Reading } from './reading';

/** Both engines write the definition as text with references in it; the provider's `id` is the ARN, as CloudFormation's Ref. */
export const stateMachineReadings: Readonly<Record<string, Reading>> = {
  aws_sfn_state_machine: {
    type: 'AWS::StepFunctions::StateMachine',
    names: { name: 'StateMachineName', type: 'StateMachineType', definition: 'DefinitionString' },
    attributes: { arn: 'Arn', id: 'Ref', name: 'Name', state_machine_version_arn: 'StateMachineVersionArn' },
    reshape: stateMachine,
  },
  aws_sfn_alias: {
    type: 'AWS::StepFunctions::StateMachineAlias',
    names: { 'routing_configuration.state_machine_version_arn': 'StateMachineVersionArn' },
    repeated: ['routing_configuration'],
    attributes: { arn: 'Arn', id: 'Ref' },
  },
  aws_sfn_activity: {
    type: 'AWS::StepFunctions::Activity',
    attributes: { arn: 'Arn', id: 'Ref', name: 'Name' },
  },
};

/** The provider names the log group itself, and says whether a version is published, which is a resource of its own. */
function stateMachine({ Publish: _, LoggingConfiguration, ...properties }: Properties): Properties {
  if (LoggingConfiguration === undefined) return properties;
  const { LogDestination, ...rest } = LoggingConfiguration as Properties;
  const Destinations = [{ CloudWatchLogsLogGroup: { LogGroupArn: LogDestination } }];
  return { ...properties, LoggingConfiguration: LogDestination === undefined ? rest : { ...rest, Destinations } };
}
