import type { ResourceDifference } from '@aws-cdk/cloudformation-diff/lib/diff-template';
import { ResourceImpact } from '@aws-cdk/cloudformation-diff/lib/diff-template';
import type { UpdateAction } from '@inference-constructs/core/out/catalog/updates/consequence';
import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { pathOf } from '../../assembly/construct-path';
import type { Reason, ResourceChange } from '../report-types';
import type { SourceStack } from '../source/source';
import { consequence } from './consequence';
import { reasons, reasonsOf } from './reasons';
import type { TemplateDifference } from './template-diff';
import { isReplaced } from './template-diff';
import { valueText } from './value-text';

const NO_STACK = new ResourceGraph([]);

/** Every resource of a stack that changes; a stack may be on one side only. */
export function resourceChanges(
  before: SourceStack | undefined,
  after: SourceStack | undefined,
  { resources }: TemplateDifference,
  prices: PriceList,
): ResourceChange[] {
  const stack = (after ?? before)?.name ?? '';
  const sides = { before: before?.graph ?? NO_STACK, after: after?.graph ?? NO_STACK };
  const endpoints = after?.endpoints ?? [];
  const pairs = renamedByRelease(resources, sides.before, sides.after);
  const successors = new Set(pairs.values());
  return [...resources].flatMap(([id, difference]): ResourceChange[] => {
    if (successors.has(id)) return [];
    const successor = pairs.get(id);
    const newId = successor ?? id;
    const resource = sides.after.get(newId) ?? sides.before.get(id);
    if (resource === undefined) return [];
    const because = successor === undefined ? reasonsOf(difference) : released(id, successor, resources);
    const action = successor === undefined ? actionOf(difference) : 'replace';
    if (action === undefined || (action === 'update' && because.length === 0)) return [];
    const change = {
      stack,
      id: newId,
      path: pathOf(resource),
      type: resource.type.replace(/^terraform:/, ''),
      action,
      because,
    };
    const isKept = successor !== undefined && difference.changeImpact === ResourceImpact.WILL_ORPHAN;
    const found = consequence(change, { ...sides, endpoints, prices, oldIsKept: isKept });
    return [found === undefined ? change : { ...change, consequence: found }];
  });
}

function actionOf(change: ResourceDifference): UpdateAction | undefined {
  const { changeImpact, isDifferent } = change;
  if (isReplaced(change)) return 'replace';
  switch (changeImpact) {
    case ResourceImpact.WILL_CREATE:
    case ResourceImpact.WILL_IMPORT:
      return 'create';
    case ResourceImpact.WILL_DESTROY:
      return 'delete';
    case ResourceImpact.WILL_ORPHAN:
      return 'retain';
    case ResourceImpact.WILL_REPLACE:
      return 'replace';
    case ResourceImpact.MAY_REPLACE:
      return 'may-replace';
    case ResourceImpact.WILL_UPDATE:
      return 'update';
    case ResourceImpact.NO_CHANGE:
      // Of a type that the specification does not know: it changes, and nobody knows how.
      return isDifferent ? 'update' : undefined;
  }
}

/** A construct that gives each release a resource of its own: one goes, and one of the same type comes at its path. */
function renamedByRelease(
  resources: TemplateDifference['resources'],
  before: ResourceGraph,
  after: ResourceGraph,
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const [id, { newValue }] of resources) {
    const old = before.get(id);
    if (newValue !== undefined || old === undefined || old.path === old.id) continue;
    const successor = after.resources.find(
      (other) =>
        other.type === old.type &&
        other.path === old.path &&
        before.get(other.id) === undefined &&
        !taken.has(other.id),
    );
    if (successor === undefined) continue;
    pairs.set(id, successor.id);
    taken.add(successor.id);
  }
  return pairs;
}

function released(id: string, successor: string, resources: TemplateDifference['resources']): Reason[] {
  const before = resources.get(id)?.oldValue?.Properties ?? {};
  const after = resources.get(successor)?.newValue?.Properties ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return [
    {
      property: 'logical id, which is new with each release',
      effect: 'replaces',
      before: valueText([], id),
      after: valueText([], successor),
    },
    ...names.flatMap((name) => reasons(name, before[name], after[name], 'updates')),
  ];
}
