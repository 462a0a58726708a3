import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import { instancesBeside } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import type { VariantInstances } from '../assembly/variant-instances';
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
  const priceOfType = (instanceType: string): number => hourly.get(instanceType) ?? NaN;
  const cost = (usdPerHour: number): number | undefined =>
    Number.isNaN(usdPerHour) ? undefined : Math.round(((usdPerHour * endsAt) / 60) * 100) / 100;
  const usdPerHour = instances.reduce((sum, { instanceType, count }) => sum + count * priceOfType(instanceType), 0);
  const usd = cost(usdPerHour);
  const pools = poolsOf(endpoint);
  const most = pools.length === 0 ? undefined : cost(usdPerHour + onDearest(pools, strategy, priceOfType));
  return {
    instances,
    minutes: endsAt,
    ...(usd === undefined ? {} : { usd }),
    ...(most === undefined ? {} : { mostUsd: most }),
    prices: used,
  };
}

/** The variants that may be on another type than the one they ask for first. */
function poolsOf({ variants, shadowVariants }: DeclaredEndpoint): VariantInstances[] {
  return [...variants, ...shadowVariants]
    .map(instancesOf)
    .filter(({ instanceTypes, count = 1 }) => new Set(instanceTypes).size > 1 && count > 0);
}

/** What an hour costs more where each variant is on the dearest of its own pools. */
function onDearest(
  pools: readonly VariantInstances[],
  strategy: EndpointStrategy,
  usdPerHour: (instanceType: string) => number,
): number {
  return pools.reduce((sum, { instanceTypes, count = 1 }) => {
    const [first, ...others] = instanceTypes.map(usdPerHour);
    return sum + instancesBeside(strategy, count) * (Math.max(first, ...others) - first);
  }, 0);
}
