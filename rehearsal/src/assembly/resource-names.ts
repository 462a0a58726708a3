import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { deployedName } from './deployed-name';
import type { Names } from './names';

type NameOf = (resource: GraphResource, names: Names) => string;

/** What a reference is once deployed, by type and attribute, for resources whose names matter in a rehearsal. */
const NAMES: Readonly<Record<string, NameOf>> = {
  'AWS::Lambda::Function Ref': functionName,
  'AWS::Lambda::Function Arn': (resource, names) => names.arn('lambda', `function:${functionName(resource, names)}`),
  'AWS::Lambda::Version Version': (_, names) => names.versionNumber,
  'AWS::Lambda::Version Ref': (resource, names) => qualifiedArn(resource, names.versionNumber, names),
  'AWS::Lambda::Alias Ref': (resource, names) => qualifiedArn(resource, names.text(resource.properties.Name), names),
  'AWS::CloudWatch::Alarm Ref': named('AlarmName'),
  'AWS::CloudWatch::Alarm Arn': (resource, names) =>
    names.arn('cloudwatch', `alarm:${named('AlarmName')(resource, names)}`),
  'AWS::CloudWatch::CompositeAlarm Ref': named('AlarmName'),
  'AWS::Logs::LogGroup Ref': named('LogGroupName'),
  'AWS::CodeDeploy::Application Ref': named('ApplicationName'),
  'AWS::CodeDeploy::DeploymentGroup Ref': named('DeploymentGroupName'),
  'AWS::CodeDeploy::DeploymentConfig Ref': named('DeploymentConfigName'),
  'AWS::SageMaker::Endpoint EndpointName': endpointName,
  'AWS::SageMaker::Endpoint Ref': (resource, names) =>
    names.arn('sagemaker', `endpoint/${endpointName(resource, names).toLowerCase()}`),
  'AWS::SageMaker::EndpointConfig EndpointConfigName': configName,
  'AWS::SageMaker::Model ModelName': named('ModelName'),
  'AWS::SageMaker::Model Ref': (resource, names) =>
    names.arn('sagemaker', `model/${named('ModelName')(resource, names).toLowerCase()}`),
};

/** The name or ARN of a resource; undefined where nothing here depends on it, so that it was not worked out. */
export function nameOf(resource: GraphResource, attribute: string, names: Names): string | undefined {
  const name = NAMES[`${resource.type} ${attribute}`];
  return name?.(resource, names);
}

/** Pseudo parameters that AWS makes up, in their shape. */
export const MADE_UP: Readonly<Record<string, ((names: Names) => string) | undefined>> = {
  'AWS::StackId': (names) =>
    names.arn('cloudformation', `stack/${names.stack.name}/00000000-0000-0000-0000-000000000000`),
};

function functionName(resource: GraphResource, names: Names): string {
  return named('FunctionName')(resource, names);
}

function endpointName(resource: GraphResource, names: Names): string {
  const deployed = resource.properties.EndpointName === undefined && deployedName(resource, names.graph, names);
  return deployed || named('EndpointName')(resource, names);
}

/** A change of a configuration replaces it: without a name of its own, the new one is called otherwise. */
function configName(resource: GraphResource, names: Names): string {
  const name = named('EndpointConfigName')(resource, names);
  return resource.properties.EndpointConfigName === undefined ? `${name}-${names.versionNumber}` : name;
}

/** The name it is given, else one as CloudFormation makes it, without the random part. */
function named(property: string): NameOf {
  return ({ id, properties }, names) =>
    properties[property] === undefined ? `${names.stack.name}-${id}` : names.text(properties[property]);
}

/** The ARN of a version or an alias: the function may be given by name or by ARN. */
function qualifiedArn({ properties }: GraphResource, qualifier: string, names: Names): string {
  const name = names.text(properties.FunctionName);
  return `${name.startsWith('arn:') ? name : names.arn('lambda', `function:${name}`)}:${qualifier}`;
}
