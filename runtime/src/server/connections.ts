import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { log } from '../log';
import { refuseLate } from './unreadable';

interface Connection {
  unanswered: number;
  /** The latest request: the only one of which something can still be on the way. */
  latest?: IncomingMessage;
  /** Bytes read when the last answer was done: more means that a request has begun. */
  bytesAtRest: number;
  isEnding: boolean;
  /** Bytes that the kernel had taken when that was last looked at, and the first look that found so many. */
  delivered: number;
  standsSince: number;
}

/** What libuv knows of a connection; node:net reads it itself when a connection seems to stand. */
interface NetSocket extends Socket {
  readonly _handle?: { readonly bytesWritten: number; readonly writeQueueSize: number } | null;
}

/** Time from the moment of stopping. */
export interface DrainTimes {
  /** How long an idle connection stays open: its client may just be sending. */
  readonly idleMilliseconds: number;
  /** How long a request may take to arrive completely. */
  readonly arrivalMilliseconds: number;
  /** How long a client may read nothing of its answer. */
  readonly deafMilliseconds: number;
  /** When to give up on what is still unanswered. */
  readonly totalMilliseconds: number;
}

const LOOK_EVERY_MS = 20;
const LOOK_FOR_DEAF_EVERY_MS = 5000;

/** Knows which connections of a server still owe an answer, and ends those whose clients do not read it. */
export class Connections {
  private readonly open = new Map<Socket, Connection>();

  constructor(server: Server, deafMilliseconds: number, lookEveryMilliseconds = LOOK_FOR_DEAF_EVERY_MS) {
    setInterval(() => this.endDeaf(deafMilliseconds), lookEveryMilliseconds).unref();
    server.on('connection', (socket: Socket) => {
      this.open.set(socket, { unanswered: 0, bytesAtRest: 0, isEnding: false, delivered: 0, standsSince: 0 });
      socket.once('close', () => this.open.delete(socket));
    });
    const watch = (request: IncomingMessage, response: ServerResponse): void => {
      const { socket } = request;
      const connection = this.open.get(socket);
      if (connection !== undefined) {
        connection.unanswered++;
        connection.latest = request;
        response.once('close', () => {
          connection.unanswered--;
          connection.bytesAtRest = socket.bytesRead;
        });
      }
    };
    server.on('request', watch);
    server.on('checkContinue', watch);
    server.on('checkExpectation', watch);
  }

  get count(): number {
    return this.open.size;
  }

  /** Resolves when no connection is left; to false when some answers had to be given up. */
  async drain(times: DrainTimes): Promise<boolean> {
    const start = performance.now();
    while (this.open.size > 0) {
      const elapsed = performance.now() - start;
      if (elapsed >= times.totalMilliseconds) {
        this.destroyAll();
        return false;
      }
      this.endDeaf(times.deafMilliseconds);
      for (const [socket, connection] of this.open) {
        this.close(socket, connection, elapsed, times);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      // What came while this process stood still is read in this turn: a connection it came on is not idle.
      await nextTurn();
    }
    return true;
  }

  private close(socket: Socket, connection: Connection, elapsed: number, times: DrainTimes): void {
    const { unanswered, latest, isEnding, bytesAtRest } = connection;
    if (unanswered > 1 || (unanswered === 1 && latest?.complete === true)) {
      return;
    }
    if (isEnding) {
      socket.destroy();
      return;
    }
    const isIdle = socket.bytesRead === bytesAtRest;
    if (elapsed >= (isIdle ? times.idleMilliseconds : times.arrivalMilliseconds)) {
      connection.isEnding = true;
      if (isIdle) {
        socket.end();
      } else {
        refuseLate(socket);
      }
    }
  }

  private endDeaf(milliseconds: number): void {
    const now = performance.now();
    for (const [socket, connection] of this.open) {
      const delivered = deliveredBytes(socket);
      if (socket.writableLength === 0 || delivered !== connection.delivered) {
        connection.delivered = delivered;
        connection.standsSince = now;
      } else if (now - connection.standsSince >= milliseconds) {
        log('info', 'a client read nothing of its answer, its connection is closed', { milliseconds });
        socket.destroy();
      }
    }
  }

  private destroyAll(): void {
    for (const socket of this.open.keys()) {
      socket.destroy();
    }
  }
}

/** What the kernel has taken, which it does as the client reads. */
function deliveredBytes({ _handle: handle }: NetSocket): number {
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}
