import type { TrafficRequest } from '../traffic/request';

/** A request as an invocation of a function brings it: JSON directly, text as a function URL would bring it. */
export function lambdaEvent({ body, contentType }: TrafficRequest): unknown {
  if (typeof body !== 'string') return body;
  return {
    version: '2.0',
    rawPath: '/',
    headers: { 'content-type': contentType },
    requestContext: { http: { method: 'POST', path: '/' } },
    body,
    isBase64Encoded: false,
  };
}
