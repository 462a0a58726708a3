import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { oneModel } from '../contracts';
import { checkVersion, readyService, type Host } from '../contracts/host';
import { readDeadline } from '../deadline';
import { Fault } from '../errors';
import { faultReply, toFault, type Reply } from '../predict/reply';
import type { Service } from '../predict/service';
import { claimedBytes, readBody } from './body';
import { BodyBudget } from './body-budget';
import { Crowd, CrowdedFault } from './crowd';
import { echoedHeaders } from './echoed-headers';
import { endAnswer } from './linger';
import { Exchange as DirectExchange } from './exchange';
import { limitsFor, type Limits } from './limits';
import { MethodFault, RouteTable, type Match, type Route } from './route-table';
import { refuseUnreadable } from './unreadable';

export interface HttpOptions extends Host {
  /** What is answered; without it, everything that a server with one model answers. */
  readonly routes?: readonly Route[];
  /** How long a request may take to arrive. */
  readonly requestTimeoutMilliseconds?: number;
  /** What is taken at a time, where it is not `limitsFor` the largest body. */
  readonly limits?: Partial<Limits>;
}

/** What all requests of a server share. */
interface Door extends HttpOptions {
  readonly table: RouteTable;
  readonly budget: BodyBudget;
  readonly crowd: Crowd;
}

/** Longer than load balancers keep theirs: they must be the ones to close an idle connection. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** Requests and answers on the wire; what they mean is the contracts' (see `contracts/`). */
export function createHttpServer(options: HttpOptions): Server {
  const limits = { ...limitsFor(options.maxBodyBytes), ...options.limits };
  const requestTimeout = options.requestTimeoutMilliseconds ?? REQUEST_TIMEOUT_MS;
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeout),
    requestTimeout,
    connectionsCheckingInterval: Math.min(1000, requestTimeout),
    // node:http would refuse with an empty body.
    requireHostHeader: false,
  });
  const door: Door = {
    ...options,
    table: new RouteTable(options.routes ?? oneModel(options)),
    budget: new BodyBudget(limits.bodyBytes),
    crowd: new Crowd(server, limits.connections),
  };
  const take = (request: IncomingMessage, response: ServerResponse): void => handle(request, response, door);
  server.on('request', take);
  server.on('checkExpectation', take);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const claimed = claimedBytes(request) ?? 0;
    if (claimed <= options.maxBodyBytes && door.budget.hasRoom(claimed)) {
      response.writeContinue();
    }
    take(request, response);
  });
  server.on('clientError', refuseUnreadable);
  return server;
}

function handle(request: IncomingMessage, response: ServerResponse, door: Door): void {
  try {
    door.crowd.check(request);
    const url = originForm(request.url);
    const query = url.indexOf('?');
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      throw new Fault('BodyInvalid', 'The request is not HTTP: its header Host is missing.');
    }
    const match = door.table.find(request.method, query === -1 ? url : url.slice(0, query));
    const service = match.route.isDirect?.(request.headers) === true ? readyService(door) : undefined;
    if (service === undefined) {
      void answer(request, response, match, door);
    } else {
      const isDraining = (): boolean => door.lifecycle.state === 'draining';
      const { maxBodyBytes, budget } = door;
      const deadline = deadlineOf(request, service);
      const exchange = new DirectExchange(request, response, service, isDraining, maxBodyBytes, budget, deadline);
      readBody(request, maxBodyBytes, budget, exchange);
    }
  } catch (error) {
    refuse(error, request, response, door);
  }
}

/** The headers have just come: what a request needs for its body is part of its time. */
function deadlineOf(request: IncomingMessage, service: Service): number | undefined {
  try {
    checkVersion(service, request);
    return readDeadline(request.headers);
  } catch (error) {
    service.refuse();
    throw error;
  }
}

/** What a proxy is sent names scheme and host as well, and every server must take it. */
function originForm(url = ''): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '');
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { route, places }: Match,
  door: Door,
): Promise<void> {
  const { method = '', headers } = request;
  const { maxBodyBytes, budget } = door;
  let held = 0;
  const url = originForm(request.url);
  try {
    const arrival = performance.now();
    const reply = await route.answer({
      method,
      url,
      headers,
      deadline: () => readDeadline(headers, arrival),
      places,
      query: () => new URLSearchParams(url.split('?').slice(1).join('?')),
      body: () =>
        new Promise((resolve, giveUp) => {
          const take = (body: Buffer, taken: number): void => {
            held += taken;
            resolve(body);
          };
          readBody(request, maxBodyBytes, budget, { take, giveUp });
        }),
      isGone: () => response.destroyed,
      whenGone: (listener) => void response.once('close', listener),
    });
    send(request, response, door, reply, { ...echoedHeaders(headers), ...reply.headers });
  } catch (error) {
    refuse(error, request, response, door);
  } finally {
    budget.giveBack(held);
  }
}

function refuse(error: unknown, request: IncomingMessage, response: ServerResponse, options: HttpOptions): void {
  if (error instanceof MethodFault) {
    response.setHeader('Allow', error.allowed.join(', '));
  }
  if (error instanceof CrowdedFault) {
    response.setHeader('Connection', 'close');
  }
  const reply = faultReply(toFault(error));
  send(request, response, options, reply, { ...echoedHeaders(request.headers), ...reply.headers });
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { lifecycle }: HttpOptions,
  reply: Reply,
  headers: Record<string, string>,
): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  response.statusCode = reply.status;
  if (reply.contentType !== '') {
    response.setHeader('Content-Type', reply.contentType);
  }
  for (const name of Object.keys(headers)) {
    response.setHeader(name, headers[name]);
  }
  if (lifecycle.state === 'draining') {
    response.setHeader('Connection', 'close');
  }
  response.setHeader('Content-Length', Buffer.byteLength(reply.body));
  endAnswer(request, response, reply.body);
}
