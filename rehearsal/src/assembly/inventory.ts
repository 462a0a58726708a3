import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import type { NotPlayed } from './assembly-reader';
import { propertiesNotPlayed } from './catalogue/properties';
import { dispositionOf } from './catalogue/types';
import { pathOf } from './construct-path';
import { idOf } from './declared';
import type { StackContents } from './stack-contents';

export interface Inventory {
  readonly notPlayed: readonly NotPlayed[];
  readonly withoutEffect: readonly NotPlayed[];
}

/**
 * Every resource of a stack that is not played, with the reason; `played` are ids of those that are, `reasons` what is
 * known already. Nothing is left out: a resource is played, listed, or without effect.
 */
export function inventoryOf(
  contents: StackContents,
  played: ReadonlySet<string>,
  reasons: readonly NotPlayed[],
  isRead: (resource: GraphResource) => boolean,
): Inventory {
  const notPlayed = [...reasons];
  const withoutEffect: NotPlayed[] = [];
  const explained = new Set(reasons.map(({ path, type }) => `${type} ${path}`));
  for (const resource of contents.graph.resources) {
    const { type, properties } = resource;
    const leftOut = (reason: string): NotPlayed => ({ path: pathOf(resource), type, reason });
    notPlayed.push(...danglingIn(resource, contents).map((id) => leftOut(`it refers to ${id}, which is not there`)));
    if (played.has(idOf(resource, contents))) {
      notPlayed.push(...propertiesNotPlayed(type, properties).map(({ path, reason }) => leftOut(`${path}: ${reason}`)));
      continue;
    }
    if (isRead(resource) || explained.has(`${type} ${pathOf(resource)}`)) continue;
    const disposition = dispositionOf(type);
    if (disposition.kind === 'without-effect') withoutEffect.push(leftOut(disposition.reason));
    else notPlayed.push(leftOut(disposition.kind === 'played' ? disposition.otherwise : disposition.reason));
  }
  return { notPlayed, withoutEffect };
}

/** What a resource refers to and nothing declares: an engine would refuse it. */
function danglingIn({ properties }: GraphResource, { graph, isKnown }: StackContents): string[] {
  const ids = referencesIn(properties).map(({ id }) => id);
  return [...new Set(ids)].filter((id) => graph.get(id) === undefined && !isKnown(id));
}
