import type { SourceStack } from '../source/source';
import type { AccessChanges, Grant } from './access-types';
import { grantsOf } from './statements';

/** Keys of assets and digests of packages: another release reads another object, which is no more access. */
const RELEASE = /[0-9a-f]{32,}/g;

/**
 * What may be done after that could not be done before, and the other way round. Statements are taken apart into single
 * actions on single resources, so that one that was only written differently, or lay within a wildcard, is no change.
 */
export function accessChanges(
  before: readonly SourceStack[],
  after: readonly SourceStack[],
  isBroadened: boolean | undefined,
): AccessChanges {
  const old = before.flatMap(grantsOf);
  const now = after.flatMap(grantsOf);
  const allowed = (grants: readonly Grant[]) => grants.filter(({ effect }) => effect === 'Allow');
  const denied = (grants: readonly Grant[]) => grants.filter(({ effect }) => effect === 'Deny');
  return {
    widened: [...missing(allowed(now), allowed(old)), ...missing(denied(old), denied(now))],
    narrowed: [...missing(allowed(old), allowed(now)), ...missing(denied(now), denied(old))],
    ...(isBroadened === undefined ? {} : { isBroadened }),
  };
}

/** What of some grants no other gives. */
function missing(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const byHolder = new Map<string, Grant[]>();
  for (const other of others) byHolder.set(holder(other), [...(byHolder.get(holder(other)) ?? []), other]);
  return grants.flatMap((grant) => {
    const same = byHolder.get(holder(grant)) ?? [];
    const isNew = (action: string, resource: string): boolean => !same.some((other) => covers(other, action, resource));
    const actions = grant.actions.filter((action) => grant.resources.some((resource) => isNew(action, resource)));
    const resources = grant.resources.filter((resource) => grant.actions.some((action) => isNew(action, resource)));
    if (actions.length === 0) return [];
    const wildcards = grant.wildcards.filter(
      (wildcard) => !wildcard.startsWith('action ') || actions.includes(wildcard.slice('action '.length)),
    );
    return [{ ...grant, actions, resources, wildcards }];
  });
}

/** Who holds a grant, and under which conditions. */
function holder({ stack, principal, conditions }: Grant): string {
  return JSON.stringify([stack, principal, [...conditions].sort()]);
}

function covers({ actions, resources }: Grant, action: string, resource: string): boolean {
  const target = resource.replace(RELEASE, '#');
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => matches(pattern.replace(RELEASE, '#'), target))
  );
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text || pattern === '*') return true;
  if (!/[*?]/.test(pattern)) return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
