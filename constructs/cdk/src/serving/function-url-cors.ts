import type { Duration } from 'aws-cdk-lib/core';
import type { CorsSpec } from '@inference-constructs/core/out/serving/function-cors';
import { inSeconds } from '../units';

/** Which pages a browser lets call the URL of a function. Lambda answers the browser's question (OPTIONS) itself. */
export interface FunctionUrlCors {
  /**
   * Origins of the pages, as a browser sends them: `https://app.example.com`, without a path or a slash at the end and in
   * at most 253 characters, else `CorsOriginInvalid`; `*` for any. From 1 to 100, else `CorsCountOutOfRange`.
   */
  readonly allowedOrigins: string[];

  /**
   * Methods: GET, PUT, HEAD, POST, PATCH, DELETE or `*`, else `CorsMethodUnknown`; at most 6, else `CorsCountOutOfRange`. The
   * handler answers others than POST with status 405.
   *
   * @default ['POST']
   */
  readonly allowedMethods?: string[];

  /**
   * Headers that the page may send: at most 100, else `CorsCountOutOfRange`.
   *
   * @default - those of a signed request: accept, authorization, content-type, x-amz-content-sha256, x-amz-date and
   * x-amz-security-token
   */
  readonly allowedHeaders?: string[];

  /**
   * How long a browser keeps the answer: whole seconds, at most a day, else `CorsMaxAgeOutOfRange`.
   *
   * @default - what the browser chooses, 5 seconds in most
   */
  readonly maxAge?: Duration;
}

export function corsSpec(cors: FunctionUrlCors | undefined): CorsSpec | undefined {
  if (cors === undefined) return undefined;
  const { maxAge, ...rest } = cors;
  return { ...rest, maxAgeSeconds: inSeconds('max age', maxAge) };
}
