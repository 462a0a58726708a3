import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';

/** What only the construct can know. */
const OURS: readonly string[] = [Environment.MODEL_DIGEST, Environment.ENDPOINT_NAME, Environment.RELEASE];

/** Lambda refuses these (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). */
const RESERVED_BY_LAMBDA: readonly string[] = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];

/** Refuses variables that would be lost or refused later. */
export function checkEnvironment(
  environment: Readonly<Record<string, string>> = {},
  service: 'lambda' | 'sagemaker' = 'sagemaker',
): void {
  const reserved = Object.keys(environment).find(
    (name) => OURS.includes(name) || (service === 'lambda' && RESERVED_BY_LAMBDA.includes(name)),
  );
  if (reserved === undefined) return;
  const owner = OURS.includes(reserved) ? 'the construct' : 'Lambda';
  throw new InferenceError(
    'EnvironmentReserved',
    `environment variable (${reserved}): set by ${owner}. choose another name`,
  );
}
