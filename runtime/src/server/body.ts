import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from '../body-limit';
import { Fault } from '../errors';
import { noRoomForBody, type BodyBudget } from './body-budget';
import { BodyMemory } from './body-memory';

/** The size a request claims for its body; undefined where it claims none. */
export function claimedBytes(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** Hears once of a body: all of it, or why not. */
export interface BodyReader {
  /** `taken` bytes of the budget are given back by whoever is done with the body. */
  take(body: Buffer, taken: number): void;
  giveUp(fault: Fault): void;
}

/**
 * The whole body, of which never more than `most` bytes are kept: memory follows what came, not what was claimed.
 * After a refusal the rest is read and dropped, so that the client can read its answer.
 */
export function readBody(request: IncomingMessage, most: number, budget: BodyBudget, reader: BodyReader): void {
  const claimed = claimedBytes(request);
  if (claimed !== undefined && claimed > most) {
    request.resume();
    reader.giveUp(bodyTooLarge(most, claimed));
    return;
  }
  if (claimed !== undefined && !budget.hasRoom(claimed)) {
    request.resume();
    reader.giveUp(noRoomForBody());
    return;
  }
  let first: Buffer | undefined;
  /** Of all bytes together, taken when the second piece comes: a claim alone is given no memory. */
  let whole: Buffer | undefined;
  let bytes = 0;
  let taken = 0;
  let isOver = false;
  const giveUp = (fault: Fault): void => {
    if (!isOver) {
      isOver = true;
      first = whole = undefined;
      budget.giveBack(taken);
      reader.giveUp(fault);
    }
  };
  /** Whether there is room for so many bytes altogether; otherwise the body is given up. */
  const mayHold = (wanted: number): boolean => {
    if (budget.take(wanted - taken)) {
      taken = wanted;
      return true;
    }
    giveUp(noRoomForBody());
    return false;
  };
  request.on('data', (chunk: Buffer) => {
    if (isOver) {
      return;
    }
    const before = bytes;
    bytes += chunk.length;
    if (bytes > most) {
      giveUp(bodyTooLarge(most));
    } else if (first === undefined) {
      first = mayHold(bytes) ? chunk : undefined;
    } else {
      const held = whole ?? first;
      const size =
        whole === undefined && claimed !== undefined ? claimed : Math.min(most, Math.max(2 * held.length, bytes));
      if (whole !== undefined && whole.length >= bytes) {
        chunk.copy(whole, before);
      } else if (mayHold(size)) {
        whole = copied(held, claimed === undefined ? Buffer.allocUnsafeSlow(size) : bodyMemory.take(size));
        chunk.copy(whole, before);
      }
    }
  });
  request.on('end', () => {
    if (!isOver) {
      isOver = true;
      reader.take(whole?.subarray(0, bytes) ?? first ?? NOTHING, taken);
    }
  });
  request.on('error', () => giveUp(new Fault('BodyInvalid', 'The body was not sent to its end.')));
}

/** Where bodies lie that come in several pieces; whoever is done with one may give it back. */
export const bodyMemory = new BodyMemory();

function copied(body: Buffer, memory: Buffer): Buffer {
  body.copy(memory);
  return memory;
}

const NOTHING = Buffer.alloc(0);
