import { InferenceError } from '../errors';

/** How many instances of a function there may be, and how many wait. */
export interface ConcurrencySpec {
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

export function checkConcurrency({ reservedConcurrency, provisionedConcurrency, isUnresolved }: ConcurrencySpec): void {
  const known = (value: number | undefined): value is number => value !== undefined && !isUnresolved(value);
  // None reserved would mean that nobody can invoke the function: 0 stays 0.
  if (known(reservedConcurrency) && !(Number.isInteger(reservedConcurrency) && reservedConcurrency >= 0)) {
    throw outOfRange('reserved concurrency', reservedConcurrency, 0);
  }
  if (!known(provisionedConcurrency)) return;
  if (!(Number.isInteger(provisionedConcurrency) && provisionedConcurrency >= 1)) {
    throw outOfRange('provisioned concurrency', provisionedConcurrency, 1);
  }
  if (!known(reservedConcurrency) || 2 * provisionedConcurrency <= reservedConcurrency) return;
  throw new InferenceError(
    'ConcurrencyTooLow',
    `reserved concurrency (${reservedConcurrency}): the old and the new version each provision ${provisionedConcurrency} during a rollout. ` +
      `reserve at least ${2 * provisionedConcurrency}, or provision less`,
  );
}

function outOfRange(what: string, value: number, least: number): InferenceError {
  return new InferenceError(
    'ConcurrencyOutOfRange',
    `${what} (${value}): a whole number of at least ${least}. choose such a number, or leave it out`,
  );
}
