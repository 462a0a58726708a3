import type { ConcurrencySpec } from '@inference-constructs/core/out/serving/function-concurrency';
import { checkConcurrency } from '@inference-constructs/core/out/serving/function-concurrency';

const check = (spec: Partial<ConcurrencySpec>) => () => checkConcurrency({ isUnresolved: () => false, ...spec });

test.each<[Partial<ConcurrencySpec>]>([
  [{}],
  [{ reservedConcurrency: 0 }],
  [{ provisionedConcurrency: 1 }],
  [{ reservedConcurrency: 10, provisionedConcurrency: 5 }],
  [{ provisionedConcurrency: Number.NaN, isUnresolved: () => true }],
])('%j passes', (spec) => {
  expect(check(spec)).not.toThrow();
});

test.each<[Partial<ConcurrencySpec>, string]>([
  [
    { reservedConcurrency: -1 },
    'reserved concurrency (-1): a whole number of at least 0. choose such a number, or leave it out',
  ],
  [
    { provisionedConcurrency: 0 },
    'provisioned concurrency (0): a whole number of at least 1. choose such a number, or leave it out',
  ],
  [
    { reservedConcurrency: 9, provisionedConcurrency: 5 },
    'reserved concurrency (9): the old and the new version each provision 5 during a rollout. reserve at least 10, or provision less',
  ],
])('%j is refused', (spec, message) => {
  expect(check(spec)).toThrow(new Error(message));
});
