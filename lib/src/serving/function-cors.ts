import { CORS, isOrigin } from '../catalog/cors';
import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';

/** Pages of which origins may call a function URL from a browser. */
export interface CorsSpec {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods?: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** The handler takes no other. */
const METHODS = ['POST'];
/** What a signed request of a browser carries beyond what needs no permission. */
const HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
];

export function checkCors(cors: CorsSpec, isUnresolved: (value: unknown) => boolean): void {
  const { allowedOrigins, allowedMethods, allowedHeaders, maxAgeSeconds } = cors;
  checkCount('origins', allowedOrigins, CORS.MAX_ORIGINS, isUnresolved);
  checkCount('headers', allowedHeaders, CORS.MAX_HEADERS, isUnresolved);
  checkCount('methods', allowedMethods, CORS.METHODS.length, isUnresolved);
  const origin = known(allowedOrigins, isUnresolved).find((each) => !isOrigin(each));
  if (origin !== undefined) {
    throw new InferenceError(
      'CorsOriginInvalid',
      `allowed origin (${JSON.stringify(origin)}): "*", or scheme and host as a browser sends them, without a path or a slash at the end. write for example "https://app.example.com"`,
    );
  }
  const method = known(allowedMethods, isUnresolved).find(
    (each) => !(CORS.METHODS as readonly string[]).includes(each),
  );
  if (method !== undefined) {
    throw new InferenceError(
      'CorsMethodUnknown',
      `allowed method (${JSON.stringify(method)}): one of ${CORS.METHODS.join(', ')}. leave it out: the handler takes POST`,
    );
  }
  if (maxAgeSeconds === undefined || isUnresolved(maxAgeSeconds)) return;
  if (Number.isInteger(maxAgeSeconds) && maxAgeSeconds >= 0 && maxAgeSeconds <= CORS.MAX_AGE_SECONDS) return;
  throw new InferenceError(
    'CorsMaxAgeOutOfRange',
    `max age (${maxAgeSeconds} s): whole seconds from 0 to ${CORS.MAX_AGE_SECONDS}. choose a value in that range`,
  );
}

export function corsProperties({ maxAgeSeconds, ...cors }: CorsSpec): Properties {
  return {
    AllowOrigins: cors.allowedOrigins,
    AllowMethods: cors.allowedMethods ?? METHODS,
    AllowHeaders: cors.allowedHeaders ?? HEADERS,
    ...(maxAgeSeconds === undefined ? {} : { MaxAge: maxAgeSeconds }),
  };
}

function checkCount(
  what: string,
  values: readonly string[] | undefined,
  most: number,
  isUnresolved: (value: unknown) => boolean,
): void {
  if (values === undefined || isUnresolved(values) || (values.length >= 1 && values.length <= most)) return;
  throw new InferenceError(
    'CorsCountOutOfRange',
    `allowed ${what} (${values.length}): from 1 to ${most}. name as many, or "*" for all`,
  );
}

function known(values: readonly string[] | undefined, isUnresolved: (value: unknown) => boolean): readonly string[] {
  if (values === undefined || isUnresolved(values)) return [];
  return values.filter((value) => !isUnresolved(value));
}
