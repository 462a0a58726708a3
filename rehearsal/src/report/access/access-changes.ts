import type { SourceStack } from '../source/source';
import type { AccessChanges, Grant } from './access-types';
import { grantsOf } from './statements';

/** Keys of assets and digests of packages: another release reads another object, which is no more access. */
const RELEASE = /[0-9a-f]{32,}/g;

/**
 * What may be done after that could not be done before, and the other way round. Statements are taken apart into single
 * actions on single resources, so that one that was only written differently is no change.
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

/** What of some grants is in none of the others. */
function missing(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const known = new Set(others.flatMap(atoms));
  return grants.flatMap((grant) => {
    const actions = grant.actions.filter((action) =>
      grant.resources.some((resource) => !known.has(atom(grant, action, resource))),
    );
    const resources = grant.resources.filter((resource) =>
      grant.actions.some((action) => !known.has(atom(grant, action, resource))),
    );
    if (actions.length === 0) return [];
    const wildcards = grant.wildcards.filter(
      (wildcard) => !wildcard.startsWith('action ') || actions.includes(wildcard.slice('action '.length)),
    );
    return [{ ...grant, actions, resources, wildcards }];
  });
}

function atoms(grant: Grant): string[] {
  return grant.actions.flatMap((action) => grant.resources.map((resource) => atom(grant, action, resource)));
}

function atom({ stack, principal, conditions }: Grant, action: string, resource: string): string {
  return JSON.stringify([stack, principal, action, resource.replace(RELEASE, '#'), [...conditions].sort()]);
}
