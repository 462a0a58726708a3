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

/** What Lambda would refuse, or a browser would never find equal. */
export interface CorsFault {
  readonly code: string;
  /** The value, the limit and the remedy. */
  readonly message: string;
}

export function checkCors(cors: CorsSpec, isUnresolved: (value: unknown) => boolean): void {
  const [fault] = [...noOrigin(cors, isUnresolved), ...corsFaults(cors, isUnresolved)];
  if (fault !== undefined) throw new InferenceError(fault.code, fault.message);
}

/** The faults of any CORS configuration, whoever wrote it. What is not known yet has none. */
export function corsFaults(cors: Partial<CorsSpec>, isUnresolved: (value: unknown) => boolean): CorsFault[] {
  const { allowedOrigins, allowedMethods, allowedHeaders, maxAgeSeconds } = cors;
  return [
    ...countFaults('origins', allowedOrigins, CORS.MAX_ORIGINS, isUnresolved),
    ...countFaults('headers', allowedHeaders, CORS.MAX_HEADERS, isUnresolved),
    ...countFaults('methods', allowedMethods, CORS.MAX_METHODS, isUnresolved),
    ...known(allowedOrigins, isUnresolved).flatMap(originFaults),
    ...known(allowedMethods, isUnresolved).flatMap(methodFaults),
    ...(maxAgeSeconds === undefined || isUnresolved(maxAgeSeconds) ? [] : ageFaults(maxAgeSeconds)),
  ];
}

export function corsProperties({ maxAgeSeconds, ...cors }: CorsSpec): Properties {
  return {
    AllowOrigins: cors.allowedOrigins,
    AllowMethods: cors.allowedMethods ?? METHODS,
    AllowHeaders: cors.allowedHeaders ?? HEADERS,
    ...(maxAgeSeconds === undefined ? {} : { MaxAge: maxAgeSeconds }),
  };
}

/** Lambda takes an empty list, which lets no page in. */
function noOrigin({ allowedOrigins }: CorsSpec, isUnresolved: (value: unknown) => boolean): CorsFault[] {
  if (isUnresolved(allowedOrigins) || allowedOrigins.length > 0) return [];
  const message = `allowed origins (0): from 1 to ${CORS.MAX_ORIGINS}. name as many, or "*" for all`;
  return [{ code: 'CorsCountOutOfRange', message }];
}

function countFaults(
  what: string,
  values: readonly string[] | undefined,
  most: number,
  isUnresolved: (value: unknown) => boolean,
): CorsFault[] {
  if (values === undefined || isUnresolved(values) || values.length <= most) return [];
  const message = `allowed ${what} (${values.length}): at most ${most}. name as many, or "*" for all`;
  return [{ code: 'CorsCountOutOfRange', message }];
}

function originFaults(origin: string): CorsFault[] {
  if (isOrigin(origin) && origin.length <= CORS.MAX_ORIGIN_CHARACTERS) return [];
  return [
    {
      code: 'CorsOriginInvalid',
      message:
        `allowed origin (${JSON.stringify(origin)}): "*", or scheme and host as a browser sends them, without a path or a slash at the end, ` +
        `in at most ${CORS.MAX_ORIGIN_CHARACTERS} characters. write for example "https://app.example.com"`,
    },
  ];
}

function methodFaults(method: string): CorsFault[] {
  if ((CORS.METHODS as readonly string[]).includes(method)) return [];
  return [
    {
      code: 'CorsMethodUnknown',
      message: `allowed method (${JSON.stringify(method)}): one of ${CORS.METHODS.join(', ')}. leave it out; Lambda answers OPTIONS itself`,
    },
  ];
}

function ageFaults(seconds: number): CorsFault[] {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= CORS.MAX_AGE_SECONDS) return [];
  return [
    {
      code: 'CorsMaxAgeOutOfRange',
      message: `max age (${seconds} s): whole seconds from 0 to ${CORS.MAX_AGE_SECONDS}. choose a value in that range`,
    },
  ];
}

function known(values: readonly string[] | undefined, isUnresolved: (value: unknown) => boolean): readonly string[] {
  if (values === undefined || isUnresolved(values)) return [];
  return values.filter((value) => !isUnresolved(value));
}
