import type { CountedQuota } from '@inference-constructs/core/out/catalog/quotas';
import { COUNTED_QUOTAS, instanceQuota } from '@inference-constructs/core/out/catalog/quotas';
import { instancesBeside } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { Assembly, DeclaredEndpoint } from '../assembly/assembly-reader';
import { pathOf } from '../assembly/construct-path';
import type { QuotaNeed } from './analysis-types';
import { endpointStrategy } from './endpoint-strategy';
import type { Instances } from './fleet';
import { fleetOf, isFallback } from './fleet';

const NOTHING: Instances = { count: 0, most: 0 };

/** What the account must allow at the worst moment; without an old template, of a release like the one declared. */
export function quotaNeeds(before: Assembly | undefined, after: Assembly): QuotaNeed[] {
  return [...instances(before, after), ...COUNTED_QUOTAS.flatMap(counted)];

  /** New ones are made before old ones are deleted. */
  function counted({ name: quota, types, limit }: CountedQuota): QuotaNeed[] {
    const [old, now] = [idsOf(before, types), idsOf(after, types)];
    const during = new Set([...old, ...now]).size;
    if (during === 0) return [];
    const because =
      during > now.length ? `${during - now.length} of the old ones go in the clean-up` : 'nothing is there twice';
    return [{ quota, before: old.length, after: now.length, during, because, limit }];
  }
}

function idsOf(assembly: Assembly | undefined, types: readonly string[]): string[] {
  return (assembly?.stacks ?? []).flatMap(({ stack, graph }) =>
    types.flatMap((type) => graph.ofType(type)).map(({ id }) => `${stack.id}/${id}`),
  );
}

function instances(before: Assembly | undefined, after: Assembly): QuotaNeed[] {
  const olds = new Map((before?.endpoints ?? []).map((endpoint) => [endpoint.id, endpoint]));
  const types = [...olds.values(), ...after.endpoints].flatMap((endpoint) => [...fleetOf(endpoint).keys()]);
  const fallback = (type: string): string =>
    isFallback([...olds.values(), ...after.endpoints], type) ? 'where the pools before it have no instances: ' : '';
  return [...new Set(types)].map((type) => {
    const of = (endpoint: DeclaredEndpoint | undefined): number =>
      ((endpoint && fleetOf(endpoint).get(type)) ?? NOTHING).most;
    const sum = (endpoints: readonly DeclaredEndpoint[]): number =>
      endpoints.reduce((total, endpoint) => total + of(endpoint), 0);
    const gone = [...olds.values()].filter(({ id }) => after.endpoints.every((endpoint) => endpoint.id !== id));
    const reasons: string[] = [];
    let during = sum(gone);
    for (const endpoint of after.endpoints) {
      // Without an old template the release after this one is meant.
      const old = before === undefined ? endpoint : olds.get(endpoint.id);
      const peak = old === undefined || !isReleased(old, endpoint, before) ? of(endpoint) : peakOf(old, endpoint, of);
      if (peak > of(endpoint)) reasons.push(`${pathOf(endpoint)}: ${beside(of(old), peak - of(old))}`);
      during += peak;
    }
    return {
      quota: instanceQuota(type),
      before: sum([...olds.values()]),
      after: sum(after.endpoints),
      during,
      because: `${fallback(type)}${reasons.length === 0 ? 'no fleet is doubled' : reasons.join('; ')}`,
    };
  });
}

function beside(old: number, added: number): string {
  return added > 0 ? `${old} old and ${added} new at the same time` : 'the old fleet stands until the new one serves';
}

function isReleased(old: DeclaredEndpoint, endpoint: DeclaredEndpoint, before: Assembly | undefined): boolean {
  return before === undefined || endpointChanges(old, endpoint);
}

/** Whether an endpoint gets another configuration: every property of one is create-only, as are a model's. */
export function endpointChanges(old: DeclaredEndpoint, endpoint: DeclaredEndpoint): boolean {
  const served = ({ properties, config, variants, shadowVariants }: DeclaredEndpoint): string =>
    JSON.stringify([
      // Of one from elsewhere nothing but the name is known.
      config?.id ?? properties.EndpointConfigName,
      config?.properties,
      [...variants, ...shadowVariants].map(({ model }) => [model?.id, model?.properties]),
    ]);
  return served(old) !== served(endpoint);
}

function peakOf(old: DeclaredEndpoint, endpoint: DeclaredEndpoint, of: (endpoint: DeclaredEndpoint) => number): number {
  return Math.max(of(old) + instancesBeside(endpointStrategy(endpoint), of(endpoint)), of(endpoint));
}
