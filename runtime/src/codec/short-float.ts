/** 9 significant digits tell every float32 from its neighbours; most need 7 or 8. */
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 9;
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * A double that reads back as the same float32 and prints with few digits: 0.1 instead of 0.10000000149011612. The
 * division of an integer by a power of ten up to 1e22 is exact to the last bit, so it prints as that decimal.
 */
export function shortFloat(float32: number): number {
  const magnitude = Math.abs(float32);
  if (!(magnitude >= 1e-9 && magnitude < 1e7)) {
    return float32;
  }
  let decimals = FEWEST_DIGITS - 1;
  for (let bound = magnitude; bound < 1; bound *= 10) {
    decimals++;
  }
  for (let bound = magnitude; bound >= 10 && decimals > 0; bound /= 10) {
    decimals--;
  }
  for (let extra = 0; extra <= MOST_DIGITS - FEWEST_DIGITS; extra++) {
    const power = POWERS[decimals + extra];
    const short = Math.round(float32 * power) / power;
    if (Math.fround(short) === float32) {
      return short;
    }
  }
  return float32;
}
