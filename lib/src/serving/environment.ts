import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';
import type { EnvironmentService } from './environment-limits';
import { environmentFaults } from './environment-limits';

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

/** Those of the names that Lambda sets itself. */
export function reservedByLambda(names: readonly string[]): string[] {
  return names.filter((name) => RESERVED_BY_LAMBDA.includes(name));
}

export function reservedFault(name: string, owner: string): string {
  return `environment variable (${name}): set by ${owner}. choose another name`;
}

/** Refuses variables that would be lost or refused later. What a construct adds itself is counted by the rules. */
export function checkEnvironment(
  environment: Readonly<Record<string, string>> = {},
  isUnresolved: (value: unknown) => boolean,
  service: EnvironmentService = 'sagemaker',
): void {
  const names = Object.keys(environment);
  const ours = names.find((name) => OURS.includes(name));
  if (ours !== undefined) throw new InferenceError('EnvironmentReserved', reservedFault(ours, 'the construct'));
  const [reserved] = service === 'lambda' ? reservedByLambda(names) : [];
  if (reserved !== undefined) throw new InferenceError('EnvironmentReserved', reservedFault(reserved, 'Lambda'));
  const [fault] = environmentFaults([environment], service, isUnresolved);
  if (fault !== undefined) throw new InferenceError(fault.code, fault.message);
}
