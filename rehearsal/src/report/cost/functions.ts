import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { pathOf } from '../../assembly/construct-path';
import type { Side, SideItem } from './side';
import { atEach, fixed, HOURS, MINUTES, NOT_KNOWN } from './side';
import { trafficOf } from './traffic-levels';

/** Where nothing was measured. */
export const ASSUMED_MILLISECONDS = 100;
const DEFAULT_MEMORY_MIB = 128;

/** Functions: requests, the time they take, and what is provisioned. */
export function functionItems(side: Side): SideItem[] {
  const { graph } = side.stack;
  return graph.ofType('AWS::Lambda::Function').flatMap((resource) => {
    const key = `${side.stack.name}/${resource.id}`;
    const path = pathOf(resource);
    if (!serves(resource, graph)) {
      const basis = 'what calls it, and how often, is not in the template';
      return [{ key, path, what: 'Lambda requests', usd: NOT_KNOWN, basis }];
    }
    return [requests(side, resource, key, path), ...provisioned(side, resource, key, path)];
  });
}

/** Behind an alias, or with a model of ours: what the traffic of the report is about. */
function serves({ id, properties }: GraphResource, graph: ResourceGraph): boolean {
  const variables = (properties.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  if (Environment.MODEL_DIGEST in variables) return true;
  return graph.ofType('AWS::Lambda::Alias').some((alias) => graph.target(alias.properties.FunctionName)?.id === id);
}

function requests(side: Side, resource: GraphResource, key: string, path: string): SideItem {
  const { prices, measured, given, stack } = side;
  const { perMinute } = trafficOf(resource, stack.graph, given);
  const { memory, architecture } = sizeOf(resource);
  const median = measured.get(path);
  // Billed by the millisecond, upwards.
  const milliseconds = Math.max(1, Math.ceil(median ?? ASSUMED_MILLISECONDS));
  const perMillion = prices.find(priceOf.lambdaMillionRequests);
  const perGbSecond = prices.find(priceOf.lambdaGbSecond(architecture));
  const usdPerRequest =
    perMillion === undefined || perGbSecond === undefined
      ? undefined
      : perMillion / 1e6 + gbSeconds(milliseconds, memory) * perGbSecond;
  return {
    key,
    path,
    what: 'Lambda requests',
    usd: usdPerRequest === undefined ? NOT_KNOWN : atEach(perMinute, (rate) => rate * MINUTES * usdPerRequest),
    ...(usdPerRequest === undefined ? {} : { usdPerRequest }),
    basis: `${rates(perMinute)} requests/min × ${milliseconds} ms (${median === undefined ? 'assumed' : 'median of the rehearsal, on this machine'}) × ${memory} MiB, ${architecture}`,
  };
}

function provisioned(side: Side, resource: GraphResource, key: string, path: string): SideItem[] {
  const { graph } = side.stack;
  const { memory, architecture } = sizeOf(resource);
  return [...graph.ofType('AWS::Lambda::Alias'), ...graph.ofType('AWS::Lambda::Version')].flatMap((owner) => {
    const config = owner.properties.ProvisionedConcurrencyConfig as Record<string, unknown> | undefined;
    if (config === undefined || graph.target(owner.properties.FunctionName)?.id !== resource.id) return [];
    const count = Number(config.ProvisionedConcurrentExecutions);
    const perGbSecond = side.prices.find(priceOf.lambdaProvisionedGbSecond(architecture));
    const usd = perGbSecond === undefined ? undefined : (count * HOURS * 3600 * memory * perGbSecond) / 1024;
    return [
      {
        key: `${key}/provisioned`,
        path,
        what: 'provisioned concurrency',
        usd: Number.isFinite(count) ? fixed(usd) : NOT_KNOWN,
        basis: `${count} environments × ${memory} MiB, ${architecture}; requests on them are billed at another rate, which is not computed`,
      },
    ];
  });
}

function sizeOf({ properties }: GraphResource): { readonly memory: number; readonly architecture: string } {
  const architectures = properties.Architectures as unknown[] | undefined;
  return {
    memory: Number(properties.MemorySize ?? DEFAULT_MEMORY_MIB),
    architecture: String(architectures?.[0] ?? 'x86_64'),
  };
}

function gbSeconds(milliseconds: number, memoryMib: number): number {
  return (milliseconds / 1000) * (memoryMib / 1024);
}

export function rates(perMinute: readonly number[]): string {
  return perMinute.map((rate) => Number(rate.toPrecision(6)).toLocaleString('en-US')).join(' / ');
}
