import type { AwsClient } from './client';

/** The operations of CodeDeploy that are needed here, and what becomes of each when it is done twice. */
const IS_REPEATABLE = {
  GetDeployment: true,
  ListDeployments: true,
  PutLifecycleEventHookExecutionStatus: true,
  CreateDeployment: false,
} as const;

export async function codeDeploy(
  client: AwsClient,
  operation: keyof typeof IS_REPEATABLE,
  input: object,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const { body } = await client.send(
    {
      service: 'codedeploy',
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `CodeDeploy_20141006.${operation}` },
      body: JSON.stringify(input),
      isRepeatable: IS_REPEATABLE[operation],
    },
    signal,
  );
  return JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>;
}
