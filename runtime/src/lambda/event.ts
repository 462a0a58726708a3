import { Buffer } from 'node:buffer';
import type { Reply } from '../predict/reply';

/** The parts of a function-URL or API Gateway (payload 2.0) event that are read here. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly requestContext: { readonly http: { readonly method?: string } };
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** Whoever may call the function may send anything: what only looks like such an event is none. */
export function isHttpEvent(event: unknown): event is HttpEvent {
  const { version, requestContext, headers, body } = (event ?? {}) as Record<string, unknown>;
  const { http } = (requestContext ?? {}) as { http?: unknown };
  return version === '2.0' && isObject(http) && isObject(headers ?? {}) && typeof (body ?? '') === 'string';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export function readEventBody({ body, isBase64Encoded = false }: HttpEvent): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/** Headers by their names in lower case. */
export function readEventHeaders({ headers }: HttpEvent): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}

export function toHttpResult(reply: Reply, headers: Record<string, string> = {}): HttpResult {
  const { status, contentType, body } = reply;
  const result = { statusCode: status, headers: { 'content-type': contentType, ...reply.headers, ...headers } };
  return typeof body === 'string'
    ? { ...result, body }
    : { ...result, body: body.toString('base64'), isBase64Encoded: true };
}
