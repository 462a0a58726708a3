/** What a caller may do, and nothing else. */
export const INVOKE = {
  FUNCTION: 'lambda:InvokeFunction',
  FUNCTION_URL: 'lambda:InvokeFunctionUrl',
  ENDPOINT: 'sagemaker:InvokeEndpoint',
  ENDPOINT_STREAM: 'sagemaker:InvokeEndpointWithResponseStream',
  ENDPOINT_ASYNC: 'sagemaker:InvokeEndpointAsync',
} as const;
