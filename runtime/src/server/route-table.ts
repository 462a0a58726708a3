import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from '../errors';
import type { Reply } from '../predict/reply';

export type Method = 'GET' | 'POST' | 'DELETE';

/** A request as a contract sees it. */
export interface Exchange {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** When the answer is of no use any more (see `Waiter`); throws a `Fault` where the headers tell nonsense. */
  readonly deadline: () => number | undefined;
  /** What stood in the places of the path, decoded. */
  readonly places: Readonly<Record<string, string>>;
  readonly query: () => URLSearchParams;
  /** The whole body; rejects with a `Fault` when it is too large or not sent to its end. */
  readonly body: () => Promise<Buffer>;
  /** Whether nobody waits for the answer any more. */
  readonly isGone: () => boolean;
  /** Calls back when nobody waits for the answer any more, or it was given. */
  readonly whenGone: (listener: () => void) => void;
}

/** One thing that a contract promises: `/v2/models/{model}/infer` has a place called `model`. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly answer: (exchange: Exchange) => Reply | Promise<Reply>;
  /** Whether the body of such a request goes straight to the service, and its reply straight to the client. */
  readonly isDirect?: (headers: IncomingHttpHeaders) => boolean;
}

export interface Match {
  readonly route: Route;
  readonly places: Readonly<Record<string, string>>;
}

type Methods = Map<string, Route>;

const NO_PLACES = {};

/** The path of a route that answers whatever no other does, by any method. */
export const ANY_PATH = '*';

/** Every path of a server, paths without places found by one look; a later route takes the place of an earlier one. */
export class RouteTable {
  private readonly fixed = new Map<string, Methods>();
  private readonly patterns = new Map<string, { readonly pattern: RegExp; readonly methods: Methods }>();
  private readonly others: Route | undefined;
  /** Where a client begins: the first path of this server that takes something. */
  private readonly start: string | undefined;

  constructor(routes: readonly Route[]) {
    this.others = routes.find(({ path }) => path === ANY_PATH);
    this.start = routes.find(({ method }) => method === 'POST')?.path;
    for (const route of routes.filter(({ path }) => path !== ANY_PATH)) {
      const methods = route.path.includes('{') ? this.methodsOfPattern(route.path) : this.methodsOfPath(route.path);
      methods.set(route.method, route);
    }
  }

  /** Throws what the client is told where nothing matches. */
  find(method: string | undefined, path: string): Match {
    const fixed = this.fixed.get(path);
    if (fixed !== undefined) {
      return { route: pick(fixed, method), places: NO_PLACES };
    }
    for (const { pattern, methods } of this.patterns.values()) {
      const found = pattern.exec(path);
      const places = found && decode(found.groups ?? NO_PLACES);
      if (places) {
        return { route: pick(methods, method), places };
      }
    }
    if (this.others !== undefined) {
      return { route: this.others, places: NO_PLACES };
    }
    throw new Fault('PathUnknown', 'There is nothing at this path.', { expected: `GET /ping or POST ${this.start}` });
  }

  private methodsOfPath(path: string): Methods {
    const methods = this.fixed.get(path) ?? new Map<string, Route>();
    this.fixed.set(path, methods);
    return methods;
  }

  private methodsOfPattern(path: string): Methods {
    const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/:]+)');
    const entry = this.patterns.get(path) ?? { pattern: new RegExp(`^${source}$`), methods: new Map<string, Route>() };
    this.patterns.set(path, entry);
    return entry.methods;
  }
}

/** The methods of a path that has no route for the one that was asked. */
export class MethodFault extends Fault {
  constructor(readonly allowed: readonly string[]) {
    const expected = allowed.join(' or ');
    super('MethodNotAllowed', `This path takes ${expected} only.`, { expected, got: 'another method' });
  }
}

function pick(methods: Methods, method: string | undefined): Route {
  const route = methods.get(method ?? '');
  if (route === undefined) {
    throw new MethodFault([...methods.keys()]);
  }
  return route;
}

function decode(groups: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    return undefined;
  }
}
