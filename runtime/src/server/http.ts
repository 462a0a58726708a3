import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '../errors';
import type { Lifecycle } from '../lifecycle';
import { faultReply, toFault, type Reply, type Service } from '../predict/service';
import { claimedBytes, readBody } from './body';
import { echoedHeaders } from './echoed-headers';
import { Exchange } from './exchange';

export interface HttpOptions {
  readonly lifecycle: Lifecycle;
  /** Undefined until the model is ready. */
  readonly service: () => Service | undefined;
  readonly maxBodyBytes: number;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMilliseconds?: number;
}

/** Longer than load balancers keep theirs: they must be the ones to close an idle connection. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** SageMaker's contract: `GET /ping` and `POST /invocations`. */
export function createHttpServer(options: HttpOptions): Server {
  const requestTimeout = options.requestTimeoutMilliseconds ?? REQUEST_TIMEOUT_MS;
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeout),
    requestTimeout,
    connectionsCheckingInterval: Math.min(1000, requestTimeout),
  });
  server.on('request', (request, response) => handle(request, response, options));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if ((claimedBytes(request) ?? 0) <= options.maxBodyBytes) {
      response.writeContinue();
    }
    handle(request, response, options);
  });
  server.on('clientError', refuseUnreadable);
  return server;
}

function handle(request: IncomingMessage, response: ServerResponse, options: HttpOptions): void {
  const { url = '' } = request;
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  try {
    if (path === '/invocations') {
      allow(request, response, 'POST');
      invoke(request, response, options);
    } else if (path === '/ping') {
      allow(request, response, 'GET');
      response.statusCode = options.lifecycle.isReady ? 200 : 503;
      end(response, options, '');
    } else {
      throw new Fault('PathUnknown', 'There is nothing at this path.', { expected: 'GET /ping or POST /invocations' });
    }
  } catch (error) {
    send(response, options, faultReply(toFault(error)), echoedHeaders(request.headers));
  }
}

function invoke(request: IncomingMessage, response: ServerResponse, options: HttpOptions): void {
  const { lifecycle, service, maxBodyBytes } = options;
  const ready = lifecycle.answers ? service() : undefined;
  if (ready === undefined) {
    request.resume();
    throw new Fault('NotReady', 'The model is not ready.', { expected: 'ready', got: lifecycle.state });
  }
  const isDraining = (): boolean => lifecycle.state === 'draining';
  readBody(request, maxBodyBytes, new Exchange(request, response, ready, isDraining));
}

function allow(request: IncomingMessage, response: ServerResponse, method: string): void {
  if (request.method !== method) {
    request.resume();
    response.setHeader('Allow', method);
    throw new Fault('MethodNotAllowed', `This path takes ${method} only.`, { expected: method, got: 'another method' });
  }
}

function send(response: ServerResponse, options: HttpOptions, reply: Reply, headers: Record<string, string>): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  response.statusCode = reply.status;
  response.setHeader('Content-Type', reply.contentType);
  for (const name of Object.keys(headers)) {
    response.setHeader(name, headers[name]);
  }
  end(response, options, reply.body);
}

function end(response: ServerResponse, { lifecycle }: HttpOptions, body: string): void {
  if (lifecycle.state === 'draining') {
    response.setHeader('Connection', 'close');
  }
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** A request that never became one: node:http calls this instead of the handler, or while the body is awaited. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = faultReply(unreadable(error.code));
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function unreadable(code: string | undefined): Fault {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Fault('RequestTimeout', 'The request did not arrive in time.');
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Fault('HeadersTooLarge', 'The headers are too large.');
  }
  return new Fault('BodyInvalid', 'The request is not HTTP.');
}
