import type { DeclaredEndpoint } from '@inference-constructs/core/out/rollout/deployed-endpoint';
import { endpointsOf } from '@inference-constructs/core/out/rollout/deployed-endpoint';
import { endpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';
import { pathOf } from '../../assembly/construct-path';
import type { ResourceChange } from '../report-types';
import type { SourceStack } from '../source/source';

/** What the account must allow, at the worst moment of the deployment. */
export interface QuotaNeed {
  /** As Service Quotas calls it. */
  readonly quota: string;
  readonly before: number;
  readonly after: number;
  /** While the deployment runs. */
  readonly during: number;
  readonly because: string;
}

/** Instances by type: what is declared, and both fleets of every endpoint that changes. */
export function quotaNeeds(
  before: readonly SourceStack[],
  after: readonly SourceStack[],
  changes: readonly ResourceChange[],
): QuotaNeed[] {
  const olds = endpoints(before);
  const news = endpoints(after);
  const types = [
    ...new Set([...olds, ...news].flatMap(({ endpoint }) => endpoint.variants.map((v) => v.instanceType))),
  ];
  return types.flatMap((type) => {
    if (type === undefined) return [];
    const reasons: string[] = [];
    let during = 0;
    for (const { key, endpoint } of news) {
      const old = olds.find((other) => other.key === key)?.endpoint;
      const path = pathOf(endpoint.resource);
      const isUpdated =
        old !== undefined &&
        changes.some(({ type: t, id, stack }) => t === endpoint.resource.type && `${stack}/${id}` === key);
      const now = count(endpoint, type);
      const was = old === undefined ? 0 : count(old, type);
      // Rolling: the fleet and one batch on top.
      const { extraShare } = endpointUpdate(endpoint.resource);
      const most = isUpdated ? Math.max(was, now, extraShare < 1 ? was + Math.ceil(now * extraShare) : was + now) : now;
      during += most;
      if (isUpdated && most > now) reasons.push(`${path}: ${beside(was, most - was)}`);
    }
    for (const { key, endpoint } of olds) {
      if (news.some((other) => other.key === key)) continue;
      during += count(endpoint, type);
    }
    return [
      {
        quota: `${type} for endpoint usage`,
        before: total(olds, type),
        after: total(news, type),
        during,
        because: reasons.length === 0 ? 'no fleet is doubled' : reasons.join('; '),
      },
    ];
  });
}

function beside(old: number, added: number): string {
  return added > 0 ? `${old} old and ${added} new at the same time` : 'the old fleet stands until the new one serves';
}

interface Keyed {
  readonly key: string;
  readonly endpoint: DeclaredEndpoint;
}

function endpoints(stacks: readonly SourceStack[]): Keyed[] {
  return stacks.flatMap(({ name, graph }) =>
    endpointsOf(graph).map((endpoint) => ({ key: `${name}/${endpoint.resource.id}`, endpoint })),
  );
}

/** A scaled variant may be at its largest just then. */
function count({ variants }: DeclaredEndpoint, type: string): number {
  return variants
    .filter(({ instanceType }) => instanceType === type)
    .reduce((sum, { instanceCount = 1, scaling }) => sum + Math.max(instanceCount, scaling?.max ?? 0), 0);
}

function total(list: readonly Keyed[], type: string): number {
  return list.reduce((sum, { endpoint }) => sum + count(endpoint, type), 0);
}
