import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import { instancesBeside } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import type { DoubleFleet, PriceUsed, Timeline } from './analysis-types';
import type { EndpointStrategy } from './endpoint-strategy';
import { fleetOf } from './fleet';

/** What stands beside the fleet while it is updated, and what that costs. */
export function doubleFleet(
  endpoint: DeclaredEndpoint,
  strategy: EndpointStrategy,
  { endsAt }: Timeline,
  prices: PriceList,
): DoubleFleet | undefined {
  const instances = [...fleetOf(endpoint)].map(([instanceType, { count }]) => ({
    instanceType,
    count: instancesBeside(strategy, count),
  }));
  if (instances.length === 0) return undefined;
  const used = instances.map(({ instanceType }): PriceUsed => {
    const price = prices.prices[priceOf.hostingHour(instanceType)];
    return { instanceType, ...(price && { usdPerHour: price.usd, mark: price.mark, asOf: price.asOf }) };
  });
  const usd = instances.reduce((sum, { count }, i) => sum + (count * (used[i].usdPerHour ?? NaN) * endsAt) / 60, 0);
  return {
    instances,
    minutes: endsAt,
    ...(Number.isNaN(usd) ? {} : { usd: Math.round(usd * 100) / 100 }),
    prices: used,
  };
}
