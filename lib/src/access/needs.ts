/** What AWS does with a permission; the tables below were checked against its documentation in this month. */
export const NEEDS_AS_OF = '2026-11';

/** A permission that a deployed model's role must have. */
export interface Need {
  readonly action: string;
  /** On what; `any` where what matters is that it is allowed at all. */
  readonly on: 'artefact' | 'artefact-bucket' | 'artefact-key' | 'repository' | 'environment-key' | 'any';
  /** What for, as the end of a sentence. */
  readonly purpose: string;
  /** What happens without it: it never comes into service, or what it writes does not arrive. */
  readonly without: 'no-service' | 'no-logs';
}

const WRITE_LOGS: Pick<Need, 'on' | 'without'> = { on: 'any', without: 'no-logs' };

/** On the function's execution role: docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
export const FUNCTION_NEEDS: readonly Need[] = [
  { action: 'logs:CreateLogStream', purpose: 'write its metrics', ...WRITE_LOGS },
  { action: 'logs:PutLogEvents', purpose: 'write its metrics', ...WRITE_LOGS },
  { action: 'kms:Decrypt', on: 'environment-key', purpose: 'read its environment', without: 'no-service' },
];

/**
 * On the model's execution role: docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html (CreateModel API), and for alarms
 * docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export const ENDPOINT_NEEDS: readonly Need[] = [
  { action: 's3:GetObject', on: 'artefact', purpose: 'fetch the model', without: 'no-service' },
  { action: 's3:ListBucket', on: 'artefact-bucket', purpose: 'list the files of the model', without: 'no-service' },
  { action: 'kms:Decrypt', on: 'artefact-key', purpose: 'decrypt the model', without: 'no-service' },
  { action: 'ecr:GetAuthorizationToken', on: 'any', purpose: 'pull the image', without: 'no-service' },
  { action: 'ecr:BatchCheckLayerAvailability', on: 'repository', purpose: 'pull the image', without: 'no-service' },
  { action: 'ecr:BatchGetImage', on: 'repository', purpose: 'pull the image', without: 'no-service' },
  { action: 'ecr:GetDownloadUrlForLayer', on: 'repository', purpose: 'pull the image', without: 'no-service' },
  { action: 'logs:CreateLogStream', purpose: 'write its metrics', ...WRITE_LOGS },
  { action: 'logs:PutLogEvents', purpose: 'write its metrics', ...WRITE_LOGS },
];

/** Where alarms are to roll an endpoint back. */
export const GUARDRAIL_NEEDS: readonly Need[] = [
  { action: 'cloudwatch:DescribeAlarms', on: 'any', purpose: 'watch the rollback alarms', without: 'no-service' },
];
