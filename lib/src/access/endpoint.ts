import type { Statement } from './statements';
import { writeLogs } from './statements';

export interface EndpointAccess {
  readonly endpointName: string;
  readonly imageRepositoryArn: string;
  /** ARN of what the models are fetched from: an object, or `prefix/*`. */
  readonly modelDataArn: string | readonly string[];
  /** ARNs of buckets whose keys the endpoint lists to fetch a model. */
  readonly listedBucketArns?: readonly string[];
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** What an endpoint does on its role: pull the image, fetch the model, write logs, read its rollback alarms. */
export function endpointStatements(spec: EndpointAccess): Statement[] {
  const here = `${spec.region}:${spec.account}`;
  const logs = `arn:${spec.partition}:logs:${here}:log-group:/aws/sagemaker/Endpoints/${spec.endpointName}`;
  return [
    // GetAuthorizationToken and DescribeAlarms know no resource-level permission.
    {
      Effect: 'Allow',
      Action: ['ecr:GetAuthorizationToken', 'cloudwatch:DescribeAlarms'],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: spec.imageRepositoryArn,
    },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: spec.modelDataArn },
    ...listing(spec.listedBucketArns),
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], Resource: logs },
    writeLogs(`${logs}:*`),
  ];
}

function listing(bucketArns: readonly string[] = []): Statement[] {
  return bucketArns.length === 0 ? [] : [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: bucketArns }];
}
