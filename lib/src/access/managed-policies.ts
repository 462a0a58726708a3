import type { PolicyStatement } from './decide';

const allow = (Action: readonly string[], Resource: string | readonly string[] = '*'): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const PULL_IMAGES = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];

const INVOKE_HOOKS = allow(['lambda:InvokeFunction'], 'arn:*:lambda:*:*:function:CodeDeployHook_*');

/**
 * AWS managed policies that roles of models have, by their names, as far as a model's needs go, and of CodeDeploy's roles, as far
 * as hooks go: docs.aws.amazon.com/aws-managed-policy,
 * checked November 2026.
 */
export const MANAGED_POLICIES: Readonly<Record<string, readonly PolicyStatement[]>> = {
  AdministratorAccess: [allow(['*'])],
  AWSLambdaBasicExecutionRole: [allow(WRITE_LOGS)],
  AWSLambdaVPCAccessExecutionRole: [allow(WRITE_LOGS)],
  AWSCodeDeployRoleForLambda: [INVOKE_HOOKS],
  AWSCodeDeployRoleForLambdaLimited: [INVOKE_HOOKS],
  AWSXRayDaemonWriteAccess: [],
  CloudWatchLogsFullAccess: [allow(['logs:*'])],
  AmazonS3ReadOnlyAccess: [allow(['s3:Get*', 's3:List*'])],
  AmazonS3FullAccess: [allow(['s3:*'])],
  AmazonEC2ContainerRegistryReadOnly: [allow(PULL_IMAGES)],
  AmazonSageMakerFullAccess: [
    allow([...WRITE_LOGS, ...PULL_IMAGES, 'cloudwatch:DescribeAlarms', 's3:ListBucket']),
    allow(
      ['s3:GetObject'],
      ['SageMaker', 'Sagemaker', 'sagemaker', 'aws-glue'].map((name) => `arn:*:s3:::*${name}*`),
    ),
  ],
};
