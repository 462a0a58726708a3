import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { DeclaredEndpoint, DeclaredVariant } from '@inference-constructs/core/out/rollout/deployed-endpoint';
import { endpointsOf } from '@inference-constructs/core/out/rollout/deployed-endpoint';
import { pathOf } from '../../assembly/construct-path';
import type { Side, SideItem } from './side';
import { atEach, HOURS, MINUTES, NOT_KNOWN } from './side';
import { ASSUMED_MILLISECONDS, rates } from './functions';
import { trafficOf } from './traffic-levels';

/** Endpoints: instances by the hour, serverless variants by the time of their requests. */
export function endpointItems(side: Side): SideItem[] {
  return endpointsOf(side.stack.graph).flatMap((endpoint) =>
    endpoint.variants.length === 0
      ? [item(side, endpoint, '', { usd: NOT_KNOWN, basis: 'its configuration is not in the template' })]
      : endpoint.variants.map((variant) => item(side, endpoint, variant.name, costOf(side, endpoint, variant))),
  );
}

type Cost = Pick<SideItem, 'usd' | 'basis'>;

function item({ stack }: Side, { resource }: DeclaredEndpoint, variant: string, cost: Cost): SideItem {
  return {
    key: `${stack.name}/${resource.id}/${variant}`,
    path: pathOf(resource),
    what: variant === '' ? 'endpoint' : `endpoint, variant ${variant}`,
    ...cost,
  };
}

function costOf(side: Side, endpoint: DeclaredEndpoint, variant: DeclaredVariant): Cost {
  return variant.serverless === undefined ? instances(side, variant) : serverless(side, endpoint, variant.serverless);
}

/** Scaling follows the traffic: its bounds at minimum and maximum, what is declared at typical traffic. */
function instances({ prices }: Side, { instanceType, instanceCount, scaling }: DeclaredVariant): Cost {
  if (instanceType === undefined || instanceCount === undefined) {
    return { usd: NOT_KNOWN, basis: 'its instances are not in the template' };
  }
  const counts = [scaling?.min ?? instanceCount, instanceCount, scaling?.max ?? instanceCount] as const;
  const perHour = prices.find(priceOf.hostingHour(instanceType));
  const range = scaling === undefined ? `${instanceCount}` : counts.join(' / ');
  return {
    usd: perHour === undefined ? NOT_KNOWN : atEach(counts, (count) => count * HOURS * perHour),
    basis: `${range} × ${instanceType} × ${HOURS} h${perHour === undefined ? '; its price is not known: give --prices' : ''}`,
  };
}

function serverless(side: Side, { resource }: DeclaredEndpoint, config: Readonly<Record<string, unknown>>): Cost {
  const { perMinute } = trafficOf(resource, side.stack.graph, side.given);
  const memory = Number(config.MemorySizeInMB);
  const perGbSecond = side.prices.find(priceOf.serverlessGbSecond);
  const seconds = ASSUMED_MILLISECONDS / 1000;
  const isKnown = perGbSecond !== undefined && Number.isFinite(memory) && config.ProvisionedConcurrency === undefined;
  return {
    usd: isKnown ? atEach(perMinute, (rate) => rate * MINUTES * seconds * (memory / 1024) * perGbSecond) : NOT_KNOWN,
    basis: `${rates(perMinute)} requests/min × ${ASSUMED_MILLISECONDS} ms (assumed) × ${memory} MB${config.ProvisionedConcurrency === undefined ? '' : '; the price of its provisioned concurrency is not known'}`,
  };
}
