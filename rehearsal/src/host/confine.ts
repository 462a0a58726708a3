import dgram from 'node:dgram';
import dns from 'node:dns';
import { writeSync } from 'node:fs';
import net from 'node:net';
import { outsideRefused } from './messages';

/**
 * Loaded before a function, in each of its threads: nothing that its JavaScript opens leads out of this machine. Native code and
 * processes that it starts are not held back; they find no credentials in their environment either.
 */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i;

class OutsideUnreachable extends Error {
  override readonly name = 'OutsideUnreachable';
  readonly code = 'ENETUNREACH';

  constructor(where: string) {
    super(`${where}: nothing outside this machine is reached in a rehearsal`);
    // Also from a thread that is about to end.
    writeSync(1, `\n${outsideRefused(where)}\n`);
  }
}

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket;
type Method = (...args: unknown[]) => unknown;

const connect = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'connect')?.value as Connect;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
  const outside = outsideOf(args);
  if (outside === undefined) return connect.apply(this, args);
  process.nextTick(() => this.destroy(new OutsideUnreachable(outside)));
  return this;
} as typeof net.Socket.prototype.connect;

/** Where a connection would go, unless that is this machine. */
function outsideOf(args: readonly unknown[]): string | undefined {
  // `net.connect` hands on what it has normalized as one array.
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as unknown[];
  const given = (typeof first === 'object' && first !== null ? first : { port: first, host: second }) as {
    host?: unknown;
    port?: unknown;
    path?: unknown;
  };
  const isPipe = typeof given.path === 'string' || (typeof first === 'string' && !/^\d+$/.test(first));
  if (isPipe) return undefined;
  const host = typeof given.host === 'string' ? given.host : 'localhost';
  return LOOPBACK.test(host) ? undefined : `${host}:${String(given.port)}`;
}

for (const name of ['send', 'connect'] as const) {
  (dgram.Socket.prototype as unknown as Record<string, Method>)[name] = () => {
    throw new OutsideUnreachable('a datagram');
  };
}

const lookup = dns.lookup.bind(dns) as unknown as Method;
for (const api of [dns, dns.promises] as unknown as Record<string, unknown>[]) {
  for (const name of Object.keys(api).filter((one) => /^(resolve|reverse|lookupService)/.test(one))) {
    api[name] = () => {
      throw new OutsideUnreachable('a name server');
    };
  }
}
(dns as unknown as Record<string, Method>).lookup = (host, ...rest) => {
  if (typeof host === 'string' && !LOOPBACK.test(host)) throw new OutsideUnreachable(host);
  return lookup(host, ...rest);
};
