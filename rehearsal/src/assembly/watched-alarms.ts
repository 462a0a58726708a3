import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { CompositeAlarm, isComposite } from '../alarms/composite/composite-alarm';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import { ALARM_TYPES, alarmOf } from './alarms';
import type { StackContents } from './stack-contents';

/** The alarms that a deployment watches, as far as they can be played. */
export interface WatchedAlarms {
  readonly watched: readonly GraphResource[];
  /** Those that composite ones among them speak of. */
  readonly needed: readonly GraphResource[];
  readonly notPlayed: readonly { readonly resource: GraphResource; readonly reason: string }[];
}

/** Finds what composite alarms are made of; one that speaks of an alarm that is not declared cannot be played. */
export function watchedAlarms(
  declared: readonly GraphResource[],
  contents: Pick<StackContents, 'stack' | 'graph' | 'names'>,
): WatchedAlarms {
  const { graph, names } = contents;
  const all = ALARM_TYPES.flatMap((type) => graph.ofType(type));
  const byName = new Map(all.map((resource) => [names.text(`@{${resource.id}.Ref}`), resource]));

  /** The alarms below one. Throws CannotEvaluate. */
  const below = (resource: GraphResource, above: readonly GraphResource[]): GraphResource[] => {
    const alarm = alarmOf(resource, contents);
    if (!isComposite(alarm)) return [];
    if (above.includes(resource)) throw new CannotEvaluate('a rule that depends on its own alarm');
    return new CompositeAlarm(alarm).needs.flatMap((name) => {
      const found = byName.get(name);
      if (found === undefined) throw new CannotEvaluate(`its rule: alarm ${name} is not in the template`);
      return [found, ...below(found, [...above, resource])];
    });
  };

  const watched: GraphResource[] = [];
  const needed = new Set<GraphResource>();
  const notPlayed: { resource: GraphResource; reason: string }[] = [];
  for (const resource of declared) {
    try {
      for (const one of below(resource, [])) needed.add(one);
      watched.push(resource);
    } catch (error) {
      if (!(error instanceof CannotEvaluate)) throw error;
      notPlayed.push({ resource, reason: `cannot evaluate ${error.message}` });
    }
  }
  return { watched, needed: [...needed].filter((one) => !watched.includes(one)), notPlayed };
}
