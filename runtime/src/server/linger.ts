import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A client that has its answer and still sends gets so long before the connection may be closed. */
const LINGER_MS = 2000;

/** By connection, the last request that was answered before its body had come. */
const answeredEarly = new WeakMap<Socket, IncomingMessage>();

/** Whether what this connection is still sending was answered already. */
export function hasItsAnswer(socket: Socket): boolean {
  return answeredEarly.get(socket)?.complete === false;
}

/**
 * Ends an answer. One that is given before the whole body came is sent at once, but the connection stays until the rest was
 * read and dropped: closed earlier, the client would fail on writing and never read why it was refused.
 */
export function endAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  body: string | Buffer,
  encoding: BufferEncoding = 'utf8',
): void {
  if (!request.complete) {
    answeredEarly.set(request.socket, request);
  }
  // Who waits for `100 Continue` sends nothing.
  if (request.complete || request.headers.expect !== undefined) {
    response.end(body, encoding);
    return;
  }
  response.write(body, encoding);
  const timer = setTimeout(end, LINGER_MS);
  request.once('end', end).once('close', end).resume();

  function end(): void {
    clearTimeout(timer);
    if (!response.writableEnded) {
      response.end();
    }
  }
}
