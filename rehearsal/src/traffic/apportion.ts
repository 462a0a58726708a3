/**
 * Turns a rate into whole numbers whose sum never strays from it: 0.7 a minute is 0 1 1 0 1 1 1 0 1 1, and half of 7 a
 * minute is 3 4 3 4.
 */
export class Apportionment {
  private owed = 0;

  next(expected: number): number {
    this.owed += expected;
    // Sums of decimal fractions fall short of the whole number they mean by some of these.
    const whole = Math.floor(this.owed + 1e-9);
    this.owed -= whole;
    return whole;
  }
}

/**
 * What of the expected requests is really sent, and how many each of them stands for. A sample goes through all
 * different requests equally often where it can: weights make chance look like evidence.
 */
export function sampled(
  expected: number,
  most: number,
  different: number,
): { readonly count: number; readonly weight: number } {
  if (expected <= most) return { count: expected, weight: 1 };
  const count = different <= most ? most - (most % different) : most;
  return { count, weight: expected / count };
}
