import type { ResourceDifference, TemplateDiff } from '@aws-cdk/cloudformation-diff/lib/diff-template';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff/lib/diff-template';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { isReplacedByProvider } from './provider-replacements';
import { withReplacedReferences } from './replaced-references';

/** What CloudFormation would make of two templates, by logical id. */
export interface TemplateDifference {
  readonly resources: ReadonlyMap<string, ResourceDifference>;
  /** Whether IAM or network rules give more access, as CloudFormation's own comparison sees it. */
  readonly isAccessBroadened: boolean;
}

/**
 * Compares two templates, until it is settled who is replaced: who refers to what is replaced changes too, which the
 * comparison by itself only sees where that replaces it in turn.
 */
export function templateDiff(before: Template, after: Template): TemplateDifference {
  let diff = differenceOf(before, after);
  // Told before any reference is marked: a mark is no new access.
  const isAccessBroadened = diff.permissionsBroadened;
  let { resources, replaced } = changesOf(diff);
  for (let marked = 0; replaced.size > marked;) {
    marked = replaced.size;
    diff = differenceOf(before, withReplacedReferences(after, replaced));
    ({ resources, replaced } = changesOf(diff));
  }
  return { resources, isAccessBroadened };
}

function changesOf(diff: TemplateDiff) {
  const resources = new Map<string, ResourceDifference>();
  const replaced = new Set<string>();
  diff.resources.forEachDifference((id, change) => {
    resources.set(id, change);
    if (isReplaced(change)) replaced.add(id);
  });
  return { resources, replaced };
}

/** What is the same on both sides is left out: the comparison takes time with the square of what it is given. */
function differenceOf(before: Template, after: Template): TemplateDiff {
  const [old, now] = [before.Resources ?? {}, after.Resources ?? {}];
  const isSame = (id: string): boolean => JSON.stringify(old[id]) === JSON.stringify(now[id]);
  const same = new Set(Object.keys(now).filter((id) => id in old && isSame(id)));
  const without = (template: Template): Template => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources ?? {}).filter(([id]) => !same.has(id))),
  });
  try {
    return fullDiff(without(before), without(after));
  } catch {
    // Its comparison of access reads policies without a look at what they are.
    throw new InferenceError(
      'TemplateInvalid',
      'policies of the template (cannot be compared): each must have a document of statements. mend the template',
    );
  }
}

export function isReplaced(change: ResourceDifference): boolean {
  if (change.changeImpact === ResourceImpact.WILL_REPLACE) return true;
  const isKept = change.oldValue !== undefined && change.newValue !== undefined;
  const type = change.newValue?.Type;
  return isKept && Object.keys(change.propertyUpdates).some((name) => isReplacedByProvider(type, name));
}
