/** Environment variables by which a construct tells the runtime what a container cannot know by itself. */
export const Environment = {
  /** Directory of the model package; Lambda only (SageMaker mounts it at /opt/ml/model). */
  MODEL_DIRECTORY: 'INFERENCE_MODEL_DIRECTORY',
  /** Digest of the model package, `sha256:<64 hex digits>`. */
  MODEL_DIGEST: 'INFERENCE_MODEL_DIGEST',
  /** Name of the SageMaker endpoint that the container serves. */
  ENDPOINT_NAME: 'INFERENCE_ENDPOINT_NAME',
  /** Tells this release of the endpoint from the last one. Lambda has the function's version for that. */
  RELEASE: 'INFERENCE_RELEASE',
  /** `cpu` or `cuda`. */
  DEVICE: 'INFERENCE_DEVICE',
  /** `true`: versions of the model are loaded and replaced while the server runs. Default: on `cuda` only. */
  RELOAD: 'INFERENCE_RELOAD',
  /** Largest request body in bytes. Default: `DEFAULT_MAX_BODY_BYTES`. */
  MAX_BODY_BYTES: 'INFERENCE_MAX_BODY_BYTES',
  /** A server's line of metrics is due after so many requests, at the latest after a second. Default: 1000. */
  METRICS_REQUESTS: 'INFERENCE_METRICS_REQUESTS',
  /** Longest predicted wait of a request for the model, in milliseconds. Default: 5000. */
  MAX_WAIT_MS: 'INFERENCE_MAX_WAIT_MS',
  /** Longest that the first runs and the recorded cases may take at the start, in milliseconds. Default: 180000. */
  MAX_TRIAL_MS: 'INFERENCE_MAX_TRIAL_MS',
} as const;

/** So many bytes of a request are read where `MAX_BODY_BYTES` says nothing: 6 MiB, what Lambda takes. */
export const DEFAULT_MAX_BODY_BYTES = 6_291_456;

/** `MAX_BODY_BYTES` has at most so many: 1 GiB, what an asynchronous endpoint takes. */
export const MOST_MAX_BODY_BYTES = 1_073_741_824;
