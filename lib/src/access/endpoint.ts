import type { Statement } from './statements';
import { writeLogs } from './statements';

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** What a model is made of. */
export interface ModelAccess {
  readonly imageRepositoryArn: string | readonly string[];
  /** ARN of what the models are fetched from: an object, or `prefix/*`. */
  readonly modelDataArn: string | readonly string[];
  /** ARNs of buckets whose keys the endpoint lists to fetch a model. */
  readonly listedBucketArns?: readonly string[];
  /** ARNs of the keys that the models are encrypted with. */
  readonly decryptingKeyArns?: readonly string[];
}

export interface EndpointAccess extends ModelAccess, Place {
  readonly endpointName: string;
}

export interface ComponentAccess extends ModelAccess, Place {
  readonly componentName: string;
}

/** To pull an image. */
export const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** What an endpoint does on its role: pull the image, fetch the model, write logs, read its rollback alarms. */
export function endpointStatements(spec: EndpointAccess): Statement[] {
  return [forAny(), ...fetching(spec), ...logging(spec, 'Endpoints', spec.endpointName)];
}

/** The same of an endpoint without a model; its components add what theirs take. */
export function hostStatements(spec: Place & { readonly endpointName: string }): Statement[] {
  return [forAny(), ...logging(spec, 'Endpoints', spec.endpointName)];
}

/** What an inference component adds to the role of its endpoint. */
export function componentStatements(spec: ComponentAccess): Statement[] {
  return [...fetching(spec), ...logging(spec, 'InferenceComponents', spec.componentName)];
}

/** What SageMaker reads rollback alarms with, on the role of a model. */
const WATCH_ALARMS = 'cloudwatch:DescribeAlarms';

/** What a role that was made elsewhere lacks for an endpoint that rolls back by alarms. */
export function watchAlarms(): Statement {
  return { Effect: 'Allow', Action: [WATCH_ALARMS], Resource: '*' };
}

/** GetAuthorizationToken and DescribeAlarms know no resource-level permission. */
function forAny(): Statement {
  return { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', WATCH_ALARMS], Resource: '*' };
}

function fetching({ imageRepositoryArn, modelDataArn, listedBucketArns, decryptingKeyArns }: ModelAccess): Statement[] {
  return [
    { Effect: 'Allow', Action: PULL_ACTIONS, Resource: imageRepositoryArn },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: modelDataArn },
    ...allow('s3:ListBucket', listedBucketArns),
    ...allow('kms:Decrypt', decryptingKeyArns),
  ];
}

function allow(action: string, arns: readonly string[] = []): Statement[] {
  return arns.length === 0 ? [] : [{ Effect: 'Allow', Action: [action], Resource: arns }];
}

function logging({ partition, region, account }: Place, kind: string, name: string): Statement[] {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/${kind}/${name}`;
  return [
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], Resource: group },
    writeLogs(`${group}:*`),
  ];
}
