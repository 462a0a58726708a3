import { isUtf8 } from 'node:buffer';
import { Fault } from '../errors';

/** Below this, no nesting that fits into the body can hold the parser for long. */
const HARMLESS_BYTES = 16_384;
/** No tensor has more axes. */
const DEEPEST = 64;

function unparsed(message: string, expected: string, got: string): Fault {
  return new Fault('BodyInvalid', message, { expected, got, isUnparsed: true });
}

/** The text of a body that claims to be UTF-8. */
export function decodeText(body: Buffer): string {
  if (!isUtf8(body)) {
    throw unparsed('The body is not UTF-8.', 'UTF-8', 'other bytes');
  }
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

export function parseJson(body: Buffer): unknown {
  if (body.length === 0) {
    throw unparsed('The body is empty.', 'JSON', 'nothing');
  }
  checkDepth(body);
  try {
    return JSON.parse(decodeText(body));
  } catch (error) {
    // The parser's own message quotes the body.
    throw error instanceof Fault ? error : unparsed('The body is not JSON.', 'JSON', 'other text');
  }
}

/** Refuses what would hold the parser for long. */
export function checkDepth(body: Buffer): void {
  if (body.length > HARMLESS_BYTES && isDeeperThan(body, DEEPEST)) {
    throw unparsed(`The body is nested more than ${DEEPEST} deep.`, `at most ${DEEPEST} levels`, 'more');
  }
}

/** A parser takes seconds for megabytes of opening brackets. */
function isDeeperThan(body: Buffer, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inString) {
      if (byte === 0x5c) {
        at++;
      } else if (byte === 0x22) {
        inString = false;
      }
    } else if (byte === 0x22) {
      inString = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > most) {
        return true;
      }
    } else if (byte === 0x5d || byte === 0x7d) {
      depth--;
    }
  }
  return false;
}
