import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from '../body-limit';
import { Fault } from '../errors';
import { BodyMemory } from './body-memory';

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
  /** Of all bytes together, taken when the second piece comes: a claim alone is given no memory. */
  let whole: Buffer | undefined;
  let bytes = 0;
  let isOver = false;
  const giveUp = (fault: Fault): void => {
    if (!isOver) {
      isOver = true;
      reader.giveUp(fault);
    }
  };
  request.on('data', (chunk: Buffer) => {
    const before = bytes;
    bytes += chunk.length;
    if (bytes > most) {
      first = whole = undefined;
      giveUp(bodyTooLarge(most));
    } else if (first === undefined) {
      first = chunk;
    } else {
      if (whole === undefined) {
        whole = claimed === undefined ? larger(first, bytes) : copied(first, bodyMemory.take(claimed));
      } else if (whole.length < bytes) {
        whole = larger(whole, bytes);
      }
      chunk.copy(whole, before);
    }
  });
  request.on('end', () => {
    if (!isOver) {
      isOver = true;
      reader.take(whole?.subarray(0, bytes) ?? first ?? NOTHING);
    }
  });
  request.on('error', () => giveUp(new Fault('BodyInvalid', 'The body was not sent to its end.')));
}

/** Where bodies lie that come in several pieces; whoever is done with one may give it back. */
export const bodyMemory = new BodyMemory();

/** Twice as large at least. Pieces are not kept as they come: a client may send each byte as one, of 300 bytes here. */
function larger(body: Buffer, least: number): Buffer {
  return copied(body, Buffer.allocUnsafeSlow(Math.max(2 * body.length, least)));
}

function copied(body: Buffer, memory: Buffer): Buffer {
  body.copy(memory);
  return memory;
}

const NOTHING = Buffer.alloc(0);
