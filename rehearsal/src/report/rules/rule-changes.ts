import type { Breach, RuleContext } from '@inference-constructs/core/out/rules/rule';
import { breaches } from '@inference-constructs/core/out/rules/engine';
import type { UpdateBreach } from '@inference-constructs/core/out/rules/update';
import { updateBreaches } from '@inference-constructs/core/out/rules/update';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
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

/**
 * Which rules the new templates break that the old ones did not, and the other way round; and which rules on updates the
 * change breaks where no plan of several deployments tells how to make it.
 */
export function ruleChanges(
  before: readonly SourceStack[],
  after: readonly SourceStack[],
  plans: readonly TwoStepPlan[],
): RuleChanges {
  const old = broken(before);
  const now = broken(after);
  const isIn = (list: readonly BrokenRule[], { rule, path }: BrokenRule): boolean =>
    list.some((other) => other.rule === rule && other.path === path);
  return {
    broken: [
      ...brokenByUpdate(before, after).filter(({ path }) => plans.every((plan) => plan.path !== path)),
      ...now.filter((one) => !isIn(old, one)),
    ],
    resolved: old.filter((one) => !isIn(now, one)),
    unchanged: now.filter((one) => isIn(old, one)),
  };
}

function brokenByUpdate(before: readonly SourceStack[], after: readonly SourceStack[]): BrokenRule[] {
  return after.flatMap(({ name, graph }) => {
    const old = before.find((stack) => stack.name === name);
    return old === undefined ? [] : updateBreaches(old.graph, graph, TEMPLATE).map(brokenRule);
  });
}

function broken(stacks: readonly SourceStack[]): BrokenRule[] {
  return stacks.flatMap(({ graph }) => breaches(graph, TEMPLATE).map(brokenRule));
}

function brokenRule({ rule, resource, message }: Breach | UpdateBreach): BrokenRule {
  const { id, severity, why, source } = rule;
  return { rule: id, severity, path: pathOf(resource), message, why, source };
}
