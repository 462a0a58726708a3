import { isUtf8 } from 'node:buffer';
import { Fault } from '../errors';

/** Below this, no nesting that fits into the body can hold the parser for long. */
const HARMLESS_BYTES = 16_384;
/** No tensor has more axes. */
const DEEPEST = 64;
/** What is expected of a body before it is looked at what its JSON says. */
const EXPECTED = { json: 'JSON', text: 'UTF-8', depth: `at most ${DEEPEST} levels` };

/** The text of a body that claims to be UTF-8. */
export function decodeText(body: Buffer): string {
  if (!isUtf8(body)) {
    throw new Fault('BodyInvalid', 'The body is not UTF-8.', { expected: EXPECTED.text, got: 'other bytes' });
  }
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

export function parseJson(body: Buffer): unknown {
  if (body.length === 0) {
    throw new Fault('BodyInvalid', 'The body is empty.', { expected: EXPECTED.json, got: 'nothing' });
  }
  checkDepth(body);
  try {
    return JSON.parse(decodeText(body));
  } catch (error) {
    // The parser's own message quotes the body.
    throw error instanceof Fault
      ? error
      : new Fault('BodyInvalid', 'The body is not JSON.', { expected: EXPECTED.json, got: 'other text' });
  }
}

/** Whether a body of JSON was refused because it is none, or none that is parsed: not for what it says. */
export function saysNotJson({ code, detail }: Fault): boolean {
  return code === 'BodyInvalid' && Object.values(EXPECTED).some((expected) => expected === detail.expected);
}

/** Refuses what would hold the parser for long. */
export function checkDepth(body: Buffer): void {
  if (body.length > HARMLESS_BYTES && isDeeperThan(body, DEEPEST)) {
    throw new Fault('BodyInvalid', `The body is nested more than ${DEEPEST} deep.`, {
      expected: EXPECTED.depth,
      got: 'more',
    });
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
