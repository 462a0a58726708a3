/**
 * Limits of AWS Lambda as documented in November 2026
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
export const LAMBDA = {
  /** Function and layers together, unzipped. */
  MAX_UNZIPPED_BYTES: 262_144_000,
  /** A container image, uncompressed. */
  MAX_IMAGE_BYTES: 10 * 1024 ** 3,
  /** A zip uploaded with the request rather than through S3. */
  MAX_DIRECT_UPLOAD_BYTES: 50 * 1024 * 1024,
  /** A synchronous invocation. */
  MAX_REQUEST_BYTES: 6_291_456,
  MIN_MEMORY_MIB: 128,
  /** For ordinary functions; the API's own maximum is higher since managed instances. */
  MAX_MEMORY_MIB: 10_240,
  MAX_TIMEOUT_SECONDS: 900,
  /** The newest Node.js that both aws-cdk-lib 2.276 and the Terraform provider 5.100 accept. */
  RUNTIME: 'nodejs22.x',
} as const;

export type Architecture = 'x86_64' | 'arm64';

/** onnxruntime-node pruned to one platform, as the layer packages hold it (measured on 1.30.0). */
export const ONNXRUNTIME = {
  VERSION: '1.30.0',
  UNZIPPED_BYTES: { x86_64: 47_000_000, arm64: 26_500_000 },
} as const;
