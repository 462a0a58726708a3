import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '../errors';
import { faultReply } from '../predict/reply';
import { hasItsAnswer } from './linger';

/** The answer whose turn it is on this connection; node:http keeps it here, and reads it itself at such an error. */
interface HttpSocket extends Socket {
  readonly _httpMessage?: ServerResponse | null;
}

const refused = new WeakSet<Socket>();

/**
 * A request that never became one: node:http calls this instead of the handler, or while the body is awaited. What was
 * asked before on the same connection is answered first: a client would take the refusal for the answer to that.
 */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  refuseOnce(unreadable(error.code), socket);
}

/** A request that is still on its way when its time is over. */
export function refuseLate(socket: Socket): void {
  refuseOnce(requestTimeout(), socket);
}

function refuseOnce(fault: Fault, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
  } else if (!refused.has(socket)) {
    refused.add(socket);
    refuseInTurn(fault, socket);
  }
}

function refuseInTurn(fault: Fault, socket: HttpSocket): void {
  const answer = socket._httpMessage;
  if (answer?.req.complete === true) {
    answer.once('close', () => refuseInTurn(fault, socket));
    return;
  }
  if (!socket.writable) {
    return;
  }
  if (hasItsAnswer(socket)) {
    socket.end();
    return;
  }
  const { status, body } = faultReply(fault);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function unreadable(code: string | undefined): Fault {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return requestTimeout();
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Fault('HeadersTooLarge', 'The headers are too large.');
  }
  return new Fault('BodyInvalid', 'The request is not HTTP.');
}

function requestTimeout(): Fault {
  return new Fault('RequestTimeout', 'The request did not arrive in time.');
}
