import type { ResourceDifference } from '@aws-cdk/cloudformation-diff/lib/diff-template';
import { ResourceImpact } from '@aws-cdk/cloudformation-diff/lib/diff-template';
import { resolveIntrinsics } from '@inference-constructs/core/out/graph/cloudformation';
import type { Reason } from '../report-types';
import type { LeafChange } from './leaf-changes';
import { leafChanges, pathText } from './leaf-changes';
import { isReplacedByProvider } from './provider-replacements';
import { replacedReferences, unmarked } from './replaced-references';
import { valueText } from './value-text';

/** Template attributes whose change does nothing to the resource itself. */
const SILENT = ['Metadata', 'DependsOn'];
/** More than a reader takes in; the rest is counted. */
const MOST_LEAVES = 6;

/** Which properties changed, those that replace the resource first. */
export function reasonsOf(change: ResourceDifference): Reason[] {
  const properties = Object.entries(change.propertyUpdates)
    .map(([name, { oldValue, newValue, changeImpact }]) =>
      reasons(
        name,
        oldValue,
        newValue,
        isReplacedByProvider(change.newValue?.Type, name) ? 'replaces' : effectOf(changeImpact),
      ),
    )
    // A change in one place says more than one in many.
    .sort((a, b) => a.length - b.length)
    .flat();
  const others = Object.entries(change.otherChanges)
    .filter(([name]) => !SILENT.includes(name))
    .flatMap(([name, { oldValue, newValue }]) => reasons(name, oldValue, newValue, 'updates'));
  const all = [...properties, ...others];
  return [...all.filter(({ effect }) => effect !== 'updates'), ...all.filter(({ effect }) => effect === 'updates')];
}

/** The places below one property. */
export function reasons(name: string, before: unknown, after: unknown, effect: Reason['effect']): Reason[] {
  const leaves = leafChanges(resolveIntrinsics(before), resolveIntrinsics(after), [name]);
  const shown = leaves.slice(0, MOST_LEAVES).map((leaf) => reason(leaf, effect));
  const rest = leaves.length - shown.length;
  return rest === 0 ? shown : [...shown, { property: `${name} (${rest} more places)`, effect }];
}

function reason({ path, before, after }: LeafChange, effect: Reason['effect']): Reason {
  const property = pathText(path);
  const text = valueText(path, after);
  const replaced = typeof after === 'string' ? replacedReferences(after) : [];
  if (replaced.length > 0 && before === unmarked(String(after))) {
    return { property, effect, after: `${[...new Set(replaced)].join(', ')}, which is replaced` };
  }
  const old = valueText(path, before);
  return {
    property,
    effect,
    ...(old === undefined ? {} : { before: old }),
    ...(text === undefined ? {} : { after: unmarked(text) }),
  };
}

function effectOf(impact: ResourceImpact | undefined): Reason['effect'] {
  switch (impact) {
    case ResourceImpact.WILL_REPLACE:
      return 'replaces';
    case ResourceImpact.MAY_REPLACE:
      return 'may replace';
    default:
      return 'updates';
  }
}
