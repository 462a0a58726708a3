import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from '../body-limit';
import { Fault } from '../errors';

/** The size a request claims for its body; undefined where it claims none. */
export function claimedBytes(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** Hears once of a body: all of it, or why not. */
export interface BodyReader {
  take(body: Buffer): void;
  giveUp(fault: Fault): void;
}

/**
 * The whole body, of which never more than `most` bytes are kept: memory follows what came, not what was claimed.
 * After a refusal the rest is read and dropped, so that the client can read its answer.
 */
export function readBody(request: IncomingMessage, most: number, reader: BodyReader): void {
  const claimed = claimedBytes(request);
  if (claimed !== undefined && claimed > most) {
    request.resume();
    reader.giveUp(bodyTooLarge(most, claimed));
    return;
  }
  let first: Buffer | undefined;
  let others: Buffer[] | undefined;
  let bytes = 0;
  let isOver = false;
  const giveUp = (fault: Fault): void => {
    if (!isOver) {
      isOver = true;
      reader.giveUp(fault);
    }
  };
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) {
      first = others = undefined;
      giveUp(bodyTooLarge(most));
    } else if (first === undefined) {
      first = chunk;
    } else {
      (others ??= []).push(chunk);
    }
  });
  request.on('end', () => {
    if (!isOver) {
      isOver = true;
      reader.take(others === undefined ? (first ?? NOTHING) : Buffer.concat([first as Buffer, ...others], bytes));
    }
  });
  request.on('error', () => giveUp(new Fault('BodyInvalid', 'The body was not sent to its end.')));
}

const NOTHING = Buffer.alloc(0);
