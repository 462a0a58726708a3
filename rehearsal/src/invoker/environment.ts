import { delimiter } from 'node:path';
import type { FunctionVersion } from '../assembly/assembly-reader';

/** The environment that Lambda gives a function, and nothing of the machine's own. */
export function lambdaEnvironment(
  version: FunctionVersion,
  taskRoot: string,
  modulePaths: readonly string[],
): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...version.environment,
    _HANDLER: version.handler,
    AWS_DEFAULT_REGION: version.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMib),
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.number,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${version.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `rehearsal/[${version.number}]`,
    AWS_REGION: version.region,
    LAMBDA_TASK_ROOT: taskRoot,
    NODE_PATH: modulePaths.join(delimiter),
  };
}
