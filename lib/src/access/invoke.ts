/** What a caller may do, and nothing else. */
export const INVOKE = {
  FUNCTION: 'lambda:InvokeFunction',
  ENDPOINT: 'sagemaker:InvokeEndpoint',
} as const;
