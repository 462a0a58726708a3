/** Where a scan stands in the body, and where it writes the next number. */
export interface Cursor {
  at: number;
  count: number;
}

const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_E = 0x65;
/** Up to here an integer is exact in a double. */
const EXACT = 2 ** 53;
/** Powers of ten that are exact in a double. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MOST_EXPONENT_DIGITS = 4;

const SMALL_N = 0x6e;

/**
 * Numbers as JSON writes them, from behind an opening bracket to behind its closing one; false at whatever is anything
 * else, an empty array or a number that float32 cannot hold. An integer below 2^53 times or divided by an exact power of
 * ten is rounded once, so it is the very number that a parser would give, and float32 holds all of these; all others go to
 * that parser. Where a column may be missing, null is NaN.
 */
export function scanNumbers(
  body: Buffer,
  target: Float32Array,
  cursor: Cursor,
  mayBeMissing?: (column: number) => boolean,
): boolean {
  let { at, count } = cursor;
  for (;;) {
    let byte = body[at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      byte = body[++at];
    }
    const start = at;
    // 1 or 0 without a branch: half of the signs would be guessed wrong, which takes as long as reading the digits.
    const minus = ((byte ^ MINUS) - 1) >>> 31;
    at += minus;
    byte = body[at];
    let digits = byte - ZERO;
    let exponent = 0;
    if (byte >= ZERO && byte <= NINE) {
      byte = body[++at];
      if (byte >= ZERO && byte <= NINE) {
        if (digits === 0) {
          return false;
        }
        do {
          digits = digits * 10 + (byte - ZERO);
          byte = body[++at];
        } while (byte >= ZERO && byte <= NINE);
      }
    } else if (byte === SMALL_N && minus === 0 && mayBeMissing?.(count - cursor.count) === true && isNull(body, at)) {
      digits = Number.NaN;
      byte = body[(at += 4)];
    } else {
      return false;
    }
    if (byte === POINT) {
      byte = body[++at];
      const first = at;
      while (byte >= ZERO && byte <= NINE) {
        digits = digits * 10 + (byte - ZERO);
        byte = body[++at];
      }
      if (at === first) {
        return false;
      }
      exponent = first - at;
    }
    if ((byte | 0x20) === SMALL_E) {
      byte = body[++at];
      const isDown = byte === MINUS;
      if (isDown || byte === PLUS) {
        byte = body[++at];
      }
      const first = at;
      let shift = 0;
      while (byte >= ZERO && byte <= NINE) {
        shift = shift * 10 + (byte - ZERO);
        byte = body[++at];
      }
      if (at === first || at - first > MOST_EXPONENT_DIGITS) {
        return false;
      }
      exponent += isDown ? -shift : shift;
    }
    if (digits < EXACT && exponent >= -22 && exponent <= 22) {
      const value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
      target[count] = value * (1 - 2 * minus);
    } else {
      target[count] = Number.isNaN(digits) ? digits : Number(body.toString('latin1', start, at));
      if (!Number.isFinite(target[count]) && !Number.isNaN(digits)) {
        return false;
      }
    }
    count++;
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      byte = body[++at];
    }
    at++;
    if (byte === CLOSE_BRACKET) {
      cursor.at = at;
      cursor.count = count;
      return true;
    }
    if (byte !== COMMA) {
      return false;
    }
  }
}

/** Whether `null` stands here, and behind it nothing that belongs to a number. */
function isNull(body: Buffer, at: number): boolean {
  const next = body[at + 4];
  const isWord = body[at + 1] === 0x75 && body[at + 2] === 0x6c && body[at + 3] === 0x6c;
  return isWord && next !== POINT && (next | 0x20) !== SMALL_E;
}
