/** Limits of inference on SageMaker (docs.aws.amazon.com/sagemaker/latest/dg, checked November 2026). */
export const SAGEMAKER = {
  /** A request to an endpoint on instances: 25 MB by the Model Hosting FAQ; the API's shapes in botocore 1.43 still say 6 MiB. */
  MAX_REQUEST_BYTES: 25_000_000,
  /** To a serverless endpoint. */
  SERVERLESS_MAX_REQUEST_BYTES: 4 * 1024 * 1024,
  /** A container must answer a request within 60 seconds. */
  INVOCATION_TIMEOUT_SECONDS: 60,
  /** On an asynchronous endpoint within 15 minutes, unless the request says otherwise. */
  ASYNC_INVOCATION_TIMEOUT_SECONDS: 900,
  /** A container must answer `/ping` within 2 seconds. */
  PING_TIMEOUT_SECONDS: 2,
  /** It must pass that for the first time within 4 minutes, unless the variant or the component says otherwise. */
  STARTUP_HEALTH_CHECK_SECONDS: 240,
  /** On a serverless endpoint within 3 minutes. */
  SERVERLESS_STARTUP_SECONDS: 180,
} as const;
