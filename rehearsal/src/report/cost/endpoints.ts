import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { DeclaredEndpoint } from '../../assembly/assembly-reader';
import type { VariantInstances } from '../../assembly/variant-instances';
import { instancesOf } from '../../assembly/variant-instances';
import type { Side, SideItem } from './side';
import { atEach, HOURS, MINUTES, NOT_KNOWN } from './side';
import { ASSUMED_MILLISECONDS, rates } from './functions';
import { trafficOf } from './traffic-levels';

/** Endpoints: instances by the hour, serverless variants by the time of their requests. */
export function endpointItems(side: Side): SideItem[] {
  return side.stack.endpoints.flatMap((endpoint) =>
    endpoint.variants.length === 0
      ? [item(endpoint, '', { usd: NOT_KNOWN, basis: 'its configuration is not in the template' })]
      : endpoint.variants.map((variant) => item(endpoint, variant.name, costOf(side, endpoint, instancesOf(variant)))),
  );
}

type Cost = Pick<SideItem, 'usd' | 'basis'>;

function item({ id, path }: DeclaredEndpoint, variant: string, cost: Cost): SideItem {
  return {
    key: `${id}/${variant}`,
    path,
    what: variant === '' ? 'endpoint' : `endpoint, variant ${variant}`,
    ...cost,
  };
}

function costOf(side: Side, endpoint: DeclaredEndpoint, variant: VariantInstances): Cost {
  return variant.serverless === undefined ? instances(side, variant) : serverless(side, endpoint, variant.serverless);
}

/** Scaling follows the traffic: its bounds at minimum and maximum, what is declared at typical traffic. */
function instances({ prices }: Side, { instanceType, count, scaling }: VariantInstances): Cost {
  if (instanceType === undefined || count === undefined) {
    return { usd: NOT_KNOWN, basis: 'its instances are not in the template' };
  }
  const counts = [scaling?.min ?? count, count, scaling?.max ?? count] as const;
  const perHour = prices.find(priceOf.hostingHour(instanceType));
  const range = scaling === undefined ? `${count}` : counts.join(' / ');
  return {
    usd: perHour === undefined ? NOT_KNOWN : atEach(counts, (instances) => instances * HOURS * perHour),
    basis: `${range} × ${instanceType} × ${HOURS} h${perHour === undefined ? '; its price is not known: give --prices' : ''}`,
  };
}

function serverless(side: Side, { id }: DeclaredEndpoint, config: Readonly<Record<string, unknown>>): Cost {
  const { name, graph } = side.stack;
  const { perMinute } = trafficOf(graph.get(id.slice(name.length + 1)), graph, side.given);
  const memory = Number(config.MemorySizeInMB);
  const perGbSecond = side.prices.find(priceOf.serverlessGbSecond);
  const seconds = ASSUMED_MILLISECONDS / 1000;
  const isKnown = perGbSecond !== undefined && Number.isFinite(memory) && config.ProvisionedConcurrency === undefined;
  return {
    usd: isKnown ? atEach(perMinute, (rate) => rate * MINUTES * seconds * (memory / 1024) * perGbSecond) : NOT_KNOWN,
    basis: `${rates(perMinute)} requests/min × ${ASSUMED_MILLISECONDS} ms (assumed) × ${memory} MB${config.ProvisionedConcurrency === undefined ? '' : '; the price of its provisioned concurrency is not known'}`,
  };
}
