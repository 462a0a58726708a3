import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What keeps something that a new one would not have. */
const STATEFUL = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::EFS::FileSystem',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::SageMaker::FeatureGroup',
  'AWS::SageMaker::ModelPackageGroup',
  'AWS::SecretsManager::Secret',
];

/** What somebody calls by its name or ARN, or what decides how that is served. Versions, models and endpoint configurations are new with every release by design. */
const SERVING = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Url',
  'AWS::SageMaker::Endpoint',
  'AWS::SageMaker::InferenceComponent',
  'AWS::Scheduler::Schedule',
  'AWS::StepFunctions::StateMachine',
];

const LOST = ['replace', 'may-replace', 'delete', 'retain'];

/** Whether users lose something by a change. */
export function isGuarded({ type, action }) {
  return LOST.includes(action) && [...STATEFUL, ...SERVING].includes(type);
}

/** What becomes of each resource, by the report that our users make of their own changes. */
export function changesBetween(root, from, to) {
  const cli = join(root, 'rehearsal', 'out', 'cli.js');
  const args = [cli, 'report', '--from', from, '--to', to, '--no-rehearse', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0 && status !== 2) throw new Error(`${from} and ${to} cannot be compared: ${stderr}`);
  return JSON.parse(stdout).resources;
}
