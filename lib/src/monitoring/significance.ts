/**
 * Alarms of a release compare a share (of errors, of a class) with the share that was promised, in standard errors.
 * A plain threshold on a share rolls back most good releases of a low-traffic canary: with 1 % errors, 6 requests a
 * minute and a limit of 2 %, 84 % of them (Monte Carlo, 4000 runs).
 */
export const STANDARD_ERRORS = 4;

/** What the alarms compare with: metric math has no square root, so they work with squares. */
export const SQUARED_STANDARD_ERRORS = STANDARD_ERRORS ** 2;

/** A positive number with six significant digits as an expression may hold it: metric math documents no exponents. */
export function decimal(value: number): string {
  const places = Math.max(0, 5 - Math.floor(Math.log10(value)));
  return value
    .toFixed(Math.min(places, 100))
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** Fewest rows at which the normal approximation of a binomial share holds: n·p·(1−p) >= 9, and 30. */
export function fewestRows(share: number): number {
  return Math.max(30, Math.ceil(9 / (share * (1 - share))));
}

/** Upper tail of the Poisson distribution: the chance that at least `atLeast` events come when `mean` are expected. */
export function poissonAtLeast(atLeast: number, mean: number): number {
  if (atLeast <= 0) return 1;
  if (mean <= 0 || atLeast === Infinity) return 0;
  let term = Math.exp(-mean);
  if (term === 0) return normalUpperTail((atLeast - 0.5 - mean) / Math.sqrt(mean));
  let below = term;
  // Nothing is added any more once a term is too small for a number.
  for (let k = 1; k < atLeast && term > 0; k++) below += term *= mean / k;
  return Math.min(1, Math.max(0, 1 - below));
}

/** Upper tail of the standard normal distribution (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
