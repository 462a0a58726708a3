import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import { instancesBeside } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';
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
  const all = [...fleetOf(endpoint)];
  const instances = all
    .filter(([, { count }]) => count > 0)
    .map(([instanceType, { count }]) => ({ instanceType, count: instancesBeside(strategy, count) }));
  if (instances.length === 0) return undefined;
  const used = all.map(([instanceType]): PriceUsed => {
    const price = prices.prices[priceOf.hostingHour(instanceType)];
    return { instanceType, ...(price && { usdPerHour: price.usd, mark: price.mark, asOf: price.asOf }) };
  });
  const hourly = new Map(used.map(({ instanceType, usdPerHour = NaN }) => [instanceType, usdPerHour]));
  const cost = (usdPerHour: (instanceType: string) => number): number | undefined => {
    const usd = instances.reduce(
      (sum, { instanceType, count }) => sum + (count * usdPerHour(instanceType) * endsAt) / 60,
      0,
    );
    return Number.isNaN(usd) ? undefined : Math.round(usd * 100) / 100;
  };
  const usd = cost((type) => hourly.get(type) ?? NaN);
  const most = all.length === instances.length ? undefined : cost((type) => dearest(endpoint, type, hourly));
  return {
    instances,
    minutes: endsAt,
    ...(usd === undefined ? {} : { usd }),
    ...(most === undefined ? {} : { mostUsd: most }),
    prices: used,
  };
}

/** The price of the dearest pool of the variants that ask for a type first. */
function dearest(
  { variants, shadowVariants }: DeclaredEndpoint,
  first: string,
  hourly: ReadonlyMap<string, number>,
): number {
  const pools = [...variants, ...shadowVariants].map(instancesOf).filter(({ instanceTypes: [type] }) => type === first);
  return Math.max(...pools.flatMap(({ instanceTypes }) => instanceTypes.map((type) => hourly.get(type) ?? NaN)));
}
