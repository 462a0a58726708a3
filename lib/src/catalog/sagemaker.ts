/** Limits of inference on SageMaker (docs.aws.amazon.com/sagemaker/latest/dg, checked November 2026). */
export const SAGEMAKER = {
  /** A request to an endpoint on instances has at most so many bytes: the API's own shapes, botocore 1.43. */
  MAX_REQUEST_BYTES: 6_291_456,
  /** To a serverless endpoint. */
  SERVERLESS_MAX_REQUEST_BYTES: 4 * 1024 * 1024,
  /** A container must answer a request within 60 seconds. */
  INVOCATION_TIMEOUT_SECONDS: 60,
  /** On an asynchronous endpoint within 15 minutes, unless the request says otherwise. */
  ASYNC_INVOCATION_TIMEOUT_SECONDS: 900,
  /** A container must answer `/ping` within 2 seconds. */
  PING_TIMEOUT_SECONDS: 2,
  /** It must pass that for the first time within 4 minutes, unless the variant says otherwise. */
  STARTUP_HEALTH_CHECK_SECONDS: 240,
  /** On a serverless endpoint within 3 minutes. */
  SERVERLESS_STARTUP_SECONDS: 180,
} as const;
