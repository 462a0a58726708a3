import { Buffer } from 'node:buffer';
import type { Reply } from '../predict/service';

/** The parts of a function-URL or API Gateway (payload 2.0) event that are read here. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly requestContext: { readonly http: { readonly method?: string } };
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

export function isHttpEvent(event: unknown): event is HttpEvent {
  const { version, requestContext } = (event ?? {}) as { version?: unknown; requestContext?: { http?: unknown } };
  return version === '2.0' && typeof requestContext?.http === 'object' && requestContext.http !== null;
}

export function readEventBody({ body = '', isBase64Encoded = false }: HttpEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

export function toHttpResult(reply: Reply, headers: Record<string, string> = {}): HttpResult {
  const { status, contentType, body } = reply;
  const result = { statusCode: status, headers: { 'content-type': contentType, ...reply.headers, ...headers } };
  return typeof body === 'string'
    ? { ...result, body }
    : { ...result, body: body.toString('base64'), isBase64Encoded: true };
}
