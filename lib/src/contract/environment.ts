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
  /** Largest request body in bytes. Default: 6 MiB. */
  MAX_BODY_BYTES: 'INFERENCE_MAX_BODY_BYTES',
} as const;
