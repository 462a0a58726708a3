import type { IncomingHttpHeaders } from 'node:http';

/** A request to an API of AWS, as a function sent it. */
export interface ServiceCall {
  /** As the signature names it: `lambda`, `codedeploy`, `monitoring`. */
  readonly service: string;
  /** Name of the operation; method and path where nothing names it. */
  readonly operation: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ServiceReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; bytes as they are. */
  readonly body?: unknown;
}

/** `…/20261122/eu-west-1/codedeploy/aws4_request`, and what names an operation in each of AWS's protocols. */
const SCOPE = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/;
const RPC = /^\/service\/[^/]+\/operation\/([^/]+)$/;
const LAMBDA: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ['POST', /^\/2015-03-31\/functions\/[^/]+\/invocations$/, 'Invoke'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, 'GetAlias'],
];

/** What a request asks for. */
export function readCall(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): ServiceCall {
  // Not as a second argument: `//` would be an address of its own.
  const { pathname, searchParams } = new URL(`http://localhost${url}`);
  const service = SCOPE.exec(headers.authorization ?? '')?.[1] ?? 'unsigned';
  const operation =
    String(headers['x-amz-target'] ?? '').split('.')[1] ??
    RPC.exec(pathname)?.[1] ??
    LAMBDA.find(([verb, path]) => service === 'lambda' && verb === method && path.test(pathname))?.[2] ??
    actionOf(headers, body) ??
    `${method} ${pathname}`;
  return { service, operation, path: decoded(pathname), query: searchParams, headers, body };
}

/** As it is where it does not say what it stands for. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function actionOf(headers: IncomingHttpHeaders, body: Buffer): string | undefined {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return undefined;
  const action = new URLSearchParams(body.toString('utf8')).get('Action');
  // Answers would have to be XML.
  return action === null ? undefined : `${action} (query protocol)`;
}

/** A refusal in the shape that AWS's JSON protocols have. */
export function refusal(status: number, code: string, message: string): ServiceReply {
  return { status, headers: { 'x-amzn-errortype': code }, body: { __type: code, message, Message: message } };
}
