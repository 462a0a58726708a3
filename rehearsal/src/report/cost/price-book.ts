import { readFileSync } from 'node:fs';
import type { Price, PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { withPrices } from '@inference-constructs/core/out/catalog/prices/price-list';
import { US_EAST_1 } from '@inference-constructs/core/out/catalog/prices/us-east-1';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { UsedPrice } from './cost-types';

/** A price list that remembers what was asked of it. */
export class PriceBook {
  private readonly used = new Map<string, Price>();

  constructor(readonly list: PriceList) {}

  /** Undefined where the price is not known. */
  find(key: string): number | undefined {
    const price = Object.hasOwn(this.list.prices, key) ? this.list.prices[key] : undefined;
    if (price !== undefined) this.used.set(key, price);
    return price?.usd;
  }

  usedPrices(): UsedPrice[] {
    return [...this.used]
      .map(([key, { usd, mark, asOf }]) => ({ key, usd, mark, asOf }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

/** The catalogue's prices, with those of a file over them: `{ "region", "asOf", "prices": { "hosting/ml.c7i.large/hour": 0.1 } }`. */
export function readPrices(file: string | undefined): PriceList {
  if (file === undefined) return US_EAST_1;
  const { region, asOf, prices } = parsed(file);
  const entries = Object.entries(prices ?? {});
  const wrong = entries.find(([, usd]) => typeof usd !== 'number' || !(usd >= 0) || !Number.isFinite(usd));
  if (typeof region !== 'string' || typeof asOf !== 'string' || entries.length === 0 || wrong !== undefined) {
    const what = wrong === undefined ? 'region, asOf and prices' : `price "${wrong[0]}"`;
    throw new InferenceError(
      'PricesInvalid',
      `${file} (${what}): must be {"region": "eu-west-1", "asOf": "2026-11-22", "prices": {"hosting/ml.c7i.large/hour": 0.1}}, ` +
        'in US dollars from 0. correct it there',
    );
  }
  const given = entries.map(([key, usd]): [string, Price] => [key, { usd: usd as number, mark: 'given', asOf }]);
  // A list of another region has nothing in common with ours.
  const base = region === US_EAST_1.region ? US_EAST_1 : { region, prices: {} };
  return withPrices(base, { region, prices: Object.fromEntries(given) });
}

function parsed(file: string): { region?: unknown; asOf?: unknown; prices?: Record<string, unknown> } {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as object;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not JSON' : ((error as NodeJS.ErrnoException).code ?? 'unreadable');
    throw new InferenceError('PricesInvalid', `${file} (${reason}): must be a readable JSON file. give another`);
  }
}
