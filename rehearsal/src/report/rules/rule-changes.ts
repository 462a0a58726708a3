import type { RuleContext } from '@inference-constructs/core/out/rules/rule';
import { breaches } from '@inference-constructs/core/out/rules/engine';
import { pathOf } from '../../assembly/construct-path';
import type { SourceStack } from '../source/source';

export interface RuleChanges {
  readonly broken: readonly BrokenRule[];
  readonly resolved: readonly BrokenRule[];
  /** Broken before and after. */
  readonly unchanged: readonly BrokenRule[];
}

export interface BrokenRule {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly message: string;
  /** What goes wrong on AWS. */
  readonly why: string;
  readonly source: string;
}

/** In a template what is not plain data is a function that only a deployment can resolve. */
const TEMPLATE: RuleContext = { isUnresolved: (value) => typeof value === 'object' && value !== null };

/** Which rules the new templates break that the old ones did not, and the other way round. */
export function ruleChanges(before: readonly SourceStack[], after: readonly SourceStack[]): RuleChanges {
  const old = broken(before);
  const now = broken(after);
  const isIn = (list: readonly BrokenRule[], { rule, path }: BrokenRule): boolean =>
    list.some((other) => other.rule === rule && other.path === path);
  return {
    broken: now.filter((one) => !isIn(old, one)),
    resolved: old.filter((one) => !isIn(now, one)),
    unchanged: now.filter((one) => isIn(old, one)),
  };
}

function broken(stacks: readonly SourceStack[]): BrokenRule[] {
  return stacks.flatMap(({ graph }) =>
    breaches(graph, TEMPLATE).map(({ rule, resource, message }) => ({
      rule: rule.id,
      severity: rule.severity,
      path: pathOf(resource),
      message,
      why: rule.why,
      source: rule.source,
    })),
  );
}
