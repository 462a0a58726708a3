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

/**
 * Scaling follows the traffic: its bounds at minimum and maximum, what is declared at typical traffic. Of pools the first is
 * typical, the cheapest the least and the dearest the most.
 */
function instances({ prices }: Side, { instanceTypes, count, scaling }: VariantInstances): Cost {
  const [first, ...others] = instanceTypes;
  if (first === undefined || count === undefined) {
    return { usd: NOT_KNOWN, basis: 'its instances are not in the template' };
  }
  const counts = [scaling?.min ?? count, count, scaling?.max ?? count] as const;
  const range = scaling === undefined ? `${count}` : counts.join(' / ');
  const pools =
    others.length === 0 ? '' : `; minimum and maximum by the price of its other pools (${others.join(', ')})`;
  const basis = `${range} × ${first} × ${HOURS} h${pools}`;
  const perHour = instanceTypes.map((type) => prices.find(priceOf.hostingHour(type)));
  const unknown = instanceTypes.filter((_, i) => perHour[i] === undefined);
  if (unknown.length > 0) {
    const which = others.length === 0 ? 'its price' : `the price of ${unknown.join(', ')}`;
    return { usd: NOT_KNOWN, basis: `${basis}; ${which} is not known: give --prices` };
  }
  const [typical, ...rest] = perHour as number[];
  const [least, most] = [Math.min(typical, ...rest), Math.max(typical, ...rest)];
  return {
    usd: [counts[0] * HOURS * least, counts[1] * HOURS * typical, counts[2] * HOURS * most],
    basis,
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
