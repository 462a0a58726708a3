import { connect, type Socket } from 'node:net';
import { readResponse, type Response } from '../support/http-response';
import type { HttpRequest } from './case';

/** A server under load of its own and others' may take so long for some requests; one that hangs takes longer. */
const PATIENCE_MS = 30_000;

/** The answers that came, in order, and why no more did. */
export interface Received {
  readonly responses: readonly Response[];
  readonly fault?: string;
}

/** One connection that is kept, with many requests in flight. Answers must say their length, and be that long. */
export class Pipeline {
  private socket: Socket | undefined;

  constructor(private readonly port: number) {}

  async send(requests: readonly HttpRequest[]): Promise<Received> {
    const socket = (this.socket ??= open(this.port));
    const received = await exchange(
      socket,
      Buffer.concat(requests.flatMap((request) => [headOf(request), request.body])),
      requests.map(({ method }) => method),
    );
    if (received.fault !== undefined) {
      this.close();
    }
    return received;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }
}

/** Sends bytes, then that nothing more comes, and reads what is answered until the server closes. */
export async function sendRaw(port: number, bytes: Buffer): Promise<Received> {
  const socket = open(port);
  const received = exchange(socket, bytes, undefined);
  socket.end();
  const { responses, fault } = await received;
  socket.destroy();
  return { responses, fault: fault === CLOSED ? undefined : fault };
}

const CLOSED = 'the connection was closed';

function open(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  // Also after the last answer, when nobody listens for a reset any more.
  return socket.on('error', () => undefined);
}

function headOf({ method, path, headers, body }: HttpRequest): Buffer {
  const all: Record<string, string> = { Host: 'localhost', ...headers, 'Content-Length': String(body.length) };
  const lines = Object.keys(all).map((name) => `${name}: ${all[name]}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
}

/** Without `methods`, whatever comes until the server closes. */
function exchange(socket: Socket, bytes: Buffer, methods: readonly string[] | undefined): Promise<Received> {
  return new Promise((resolve) => {
    const responses: Response[] = [];
    let rest: Buffer = Buffer.alloc(0);
    const end = (fault?: string): void => {
      clearTimeout(timer);
      socket.off('data', read).off('error', fail).off('close', close);
      resolve({ responses, fault });
    };
    const fail = (): void => end('the connection was reset');
    const close = (): void => end(rest.length > 0 ? 'the connection was closed in the middle of an answer' : CLOSED);
    const timer = setTimeout(() => end('no answer in time'), PATIENCE_MS);
    const read = (chunk: Buffer): void => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (;;) {
        const parsed = readResponse(rest, methods?.[responses.length] === 'HEAD');
        if (parsed === undefined) {
          return;
        }
        if (typeof parsed === 'string') {
          return end(parsed);
        }
        rest = rest.subarray(parsed.bytes);
        if (parsed.response.status >= 200) {
          responses.push(parsed.response);
        }
        if (responses.length === methods?.length) {
          return end(rest.length > 0 ? 'bytes after the last answer' : undefined);
        }
      }
    };
    socket.on('data', read).once('error', fail).once('close', close);
    socket.write(bytes);
  });
}
