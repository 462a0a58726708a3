import type { Disposition } from './disposition';
import { notPlayed, played, withoutEffect } from './disposition';

const PERMISSIONS = withoutEffect(
  'only what the roles of played functions and endpoints must do is checked; every other call is allowed',
);
const LOGS = withoutEffect('what is logged stays on this machine');
const RELEASES_ONLY = withoutEffect('the CDK keeps it for its own records');
const PART_OF_ENDPOINT = played('no endpoint that is played uses it');
const STORE = notPlayed('no store is set up on this machine');
const MESSAGES = notPlayed('nobody is told anything, and nothing is called');
const NETWORK = notPlayed('there is no network around what is played');
const SCALING = played('it scales nothing that is played');
const SCHEDULE = played('it invokes no function that can be run here');
const MONITOR = notPlayed('monitoring jobs are not rehearsed yet');
const MACHINE_RELEASE = notPlayed('of a state machine what the template declares is played, no version or alias');
const DOOR = notPlayed('requests reach functions directly');
const CUSTOM = notPlayed('what it does at deployment only the cloud can run');

/** CloudFormation type → what becomes of it. A type that is not here is listed: see `dispositionOf`. */
const TYPES: Readonly<Record<string, Disposition>> = {
  'AWS::Lambda::Function': played('no alias that CodeDeploy moves, no hook and no schedule names it'),
  'AWS::Lambda::Alias': played('no release of it is played'),
  'AWS::Lambda::Version': played('no alias that is played points to it'),
  'AWS::Lambda::LayerVersion': played('no function that is played uses it'),
  'AWS::CodeDeploy::DeploymentGroup': played('no alias that is played names it'),
  'AWS::CodeDeploy::DeploymentConfig': played('no deployment group that is played names it'),
  'AWS::CodeDeploy::Application': played('no deployment group that is played belongs to it'),
  'AWS::CloudWatch::Alarm': played('no deployment that is played watches it'),

  'AWS::SageMaker::Endpoint': played('it is not played'),
  'AWS::SageMaker::InferenceComponent': played('it is not played'),
  'AWS::SageMaker::InferenceExperiment': notPlayed('experiments of their own are not rehearsed yet'),
  'AWS::SageMaker::EndpointConfig': PART_OF_ENDPOINT,
  'AWS::SageMaker::Model': PART_OF_ENDPOINT,
  'AWS::SageMaker::MonitoringSchedule': MONITOR,
  'AWS::SageMaker::DataQualityJobDefinition': MONITOR,
  'AWS::SageMaker::ModelQualityJobDefinition': MONITOR,
  'AWS::SageMaker::ModelBiasJobDefinition': MONITOR,
  'AWS::SageMaker::ModelExplainabilityJobDefinition': MONITOR,
  'AWS::CloudWatch::CompositeAlarm': played('no deployment that is played watches it'),
  'AWS::CloudWatch::AnomalyDetector': notPlayed('anomaly detection learns from weeks of data'),
  'AWS::ApplicationAutoScaling::ScalableTarget': SCALING,
  'AWS::ApplicationAutoScaling::ScalingPolicy': SCALING,
  'AWS::Scheduler::Schedule': SCHEDULE,
  'AWS::Scheduler::ScheduleGroup': withoutEffect('it only holds schedules together'),
  'AWS::Events::Rule': SCHEDULE,
  'AWS::Events::EventBus': notPlayed('events are not played, only schedules are'),
  'AWS::StepFunctions::StateMachine': withoutEffect('a deployment starts no execution: "inference batch" plays one'),
  'AWS::StepFunctions::StateMachineVersion': MACHINE_RELEASE,
  'AWS::StepFunctions::StateMachineAlias': MACHINE_RELEASE,
  'AWS::CloudFormation::Stack': notPlayed('its template is not in the assembly'),
  'AWS::CloudFormation::CustomResource': CUSTOM,
  'AWS::CloudFormation::WaitCondition': CUSTOM,
  'AWS::Lambda::EventSourceMapping': notPlayed('no stream or queue is read yet'),
  'AWS::Lambda::EventInvokeConfig': notPlayed('asynchronous invocations are not played'),
  'AWS::Lambda::Url': DOOR,
  'AWS::ApiGateway::RestApi': DOOR,
  'AWS::ApiGateway::Method': DOOR,
  'AWS::ApiGateway::Resource': DOOR,
  'AWS::ApiGateway::Deployment': DOOR,
  'AWS::ApiGateway::Stage': DOOR,
  'AWS::ApiGatewayV2::Api': DOOR,
  'AWS::ApiGatewayV2::Integration': DOOR,
  'AWS::ApiGatewayV2::Route': DOOR,
  'AWS::ApiGatewayV2::Stage': DOOR,
  'AWS::S3::Bucket': STORE,
  'AWS::DynamoDB::Table': STORE,
  'AWS::DynamoDB::GlobalTable': STORE,
  'AWS::EFS::FileSystem': STORE,
  'AWS::EFS::AccessPoint': STORE,
  'AWS::SSM::Parameter': STORE,
  'AWS::SecretsManager::Secret': STORE,
  'AWS::SNS::Topic': MESSAGES,
  'AWS::SNS::Subscription': MESSAGES,
  'AWS::SQS::Queue': MESSAGES,
  'AWS::EC2::VPC': NETWORK,
  'AWS::EC2::Subnet': NETWORK,
  'AWS::EC2::SecurityGroup': NETWORK,
  'AWS::EC2::VPCEndpoint': NETWORK,

  'AWS::IAM::Role': PERMISSIONS,
  'AWS::IAM::Policy': PERMISSIONS,
  'AWS::IAM::RolePolicy': PERMISSIONS,
  'AWS::IAM::ManagedPolicy': PERMISSIONS,
  'AWS::IAM::ServiceLinkedRole': PERMISSIONS,
  'AWS::Lambda::Permission': PERMISSIONS,
  'AWS::Lambda::LayerVersionPermission': PERMISSIONS,
  'AWS::S3::BucketPolicy': PERMISSIONS,
  'AWS::SQS::QueuePolicy': PERMISSIONS,
  'AWS::SNS::TopicPolicy': PERMISSIONS,
  'AWS::KMS::Key': PERMISSIONS,
  'AWS::KMS::Alias': PERMISSIONS,
  'AWS::Logs::LogGroup': LOGS,
  'AWS::Logs::LogStream': LOGS,
  'AWS::CloudWatch::Dashboard': withoutEffect('a dashboard only shows'),
  'AWS::CDK::Metadata': RELEASES_ONLY,
  'AWS::CloudFormation::WaitConditionHandle': withoutEffect('it only makes up an address'),

  'terraform:aws_lambda_invocation': notPlayed('what it starts is played, the function itself is not invoked'),
  'terraform:aws_s3_object': notPlayed('what is uploaded is taken from this machine'),
  'terraform:terraform_data': withoutEffect("it keeps a value in Terraform's state"),
  'terraform:random_id': withoutEffect('it makes up a name'),
  'terraform:random_string': withoutEffect('it makes up a name'),
  'terraform:random_pet': withoutEffect('it makes up a name'),
  'terraform:aws_iam_role_policy_attachment': PERMISSIONS,
  'terraform:aws_lambda_layer_version_permission': PERMISSIONS,
};

/** Custom resources have a type of the author's own. */
const CUSTOM_TYPE = /^Custom::/;

/** What becomes of resources of a type; of one that is not known here, nothing is played. */
export function dispositionOf(type: string): Disposition {
  if (Object.hasOwn(TYPES, type)) return TYPES[type];
  return CUSTOM_TYPE.test(type) ? CUSTOM : notPlayed('resources of this type are not played');
}
