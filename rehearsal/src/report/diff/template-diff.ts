import type { ResourceDifference } from '@aws-cdk/cloudformation-diff';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
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
  let replaced: ReadonlySet<string> = new Set();
  for (;;) {
    const diff = fullDiff(before, withReplacedReferences(after, replaced));
    const found = new Set<string>();
    const resources = new Map<string, ResourceDifference>();
    diff.resources.forEachDifference((id, change) => {
      resources.set(id, change);
      if (isReplaced(change)) found.add(id);
    });
    if (found.size === replaced.size) {
      // Marked references are no new access.
      const isAccessBroadened =
        replaced.size === 0 ? diff.permissionsBroadened : fullDiff(before, after).permissionsBroadened;
      return { resources, isAccessBroadened };
    }
    replaced = found;
  }
}

export function isReplaced(change: ResourceDifference): boolean {
  if (change.changeImpact === ResourceImpact.WILL_REPLACE) return true;
  const isKept = change.oldValue !== undefined && change.newValue !== undefined;
  const type = change.newValue?.Type;
  return isKept && Object.keys(change.propertyUpdates).some((name) => isReplacedByProvider(type, name));
}
