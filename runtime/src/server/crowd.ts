import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '../errors';
import { log } from '../log';

/** So many connections beyond the limit are taken, to say why they are refused; what is beyond them is closed at once. */
const REFUSED_WITH_REASON = 1024;
const LOG_EVERY_MS = 60_000;
const COME_AGAIN_SECONDS = 1;

/** Knows which connections are too many. */
export class Crowd {
  private open = 0;
  private loggedAt = -Infinity;
  private readonly surplus = new WeakSet<Socket>();

  constructor(
    server: Server,
    private readonly most: number,
  ) {
    if (most === Infinity) {
      return;
    }
    server.maxConnections = most + REFUSED_WITH_REASON;
    server.on('connection', (socket: Socket) => {
      if (++this.open > most) {
        this.surplus.add(socket);
        this.tell();
      }
      socket.once('close', () => this.open--);
    });
    server.on('drop', () => this.tell());
  }

  /** Throws where a request came on a connection that is too many. Who asks how the server is gets an answer. */
  check({ socket, method }: IncomingMessage): void {
    if (this.open > this.most && method === 'POST' && this.surplus.has(socket)) {
      throw new CrowdedFault(this.most);
    }
  }

  private tell(): void {
    const now = performance.now();
    if (now - this.loggedAt >= LOG_EVERY_MS) {
      this.loggedAt = now;
      log('error', 'there are too many connections: further ones are refused', { most: this.most });
    }
  }
}

/** The connection of such a request is closed. */
export class CrowdedFault extends Fault {
  constructor(most: number) {
    const expected = `at most ${most} connections`;
    super('Overloaded', 'There are too many connections.', { expected, retryAfter: COME_AGAIN_SECONDS });
  }
}
