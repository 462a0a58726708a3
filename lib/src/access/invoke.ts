import type { Statement } from './statements';

/** What a caller may do, and nothing else. */
export const INVOKE = {
  FUNCTION: 'lambda:InvokeFunction',
  FUNCTION_URL: 'lambda:InvokeFunctionUrl',
  ENDPOINT: 'sagemaker:InvokeEndpoint',
  ENDPOINT_STREAM: 'sagemaker:InvokeEndpointWithResponseStream',
  ENDPOINT_ASYNC: 'sagemaker:InvokeEndpointAsync',
} as const;

/** A function URL needs both: to call the URL, and to invoke the function by it and in no other way. */
export function invokeByUrl(aliasArn: string): Statement[] {
  const byUrl = { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } };
  return [
    { Effect: 'Allow', Action: [INVOKE.FUNCTION_URL], Resource: aliasArn },
    { Effect: 'Allow', Action: [INVOKE.FUNCTION], Resource: aliasArn, Condition: byUrl },
  ];
}
