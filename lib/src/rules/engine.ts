import type { ResourceGraph } from '../graph/resource-graph';
import type { Breach, Rule, RuleContext } from './rule';
import { codeDeployRules } from './codedeploy';
import { guardrailRules } from './guardrails';
import { monitoringRules } from './monitoring';
import { namingRules } from './naming';
import { rolloutRules } from './rollout';

/** Every rule there is, in the order in which breaches are reported. */
export const RULES: readonly Rule[] = [
  ...rolloutRules,
  ...guardrailRules,
  ...codeDeployRules,
  ...monitoringRules,
  ...namingRules,
];

export function breaches(graph: ResourceGraph, context: RuleContext, rules = RULES): Breach[] {
  return rules.flatMap((rule) => rule.check(graph, context).map((finding) => ({ ...finding, rule })));
}

/** One line a user can act on. */
export function describeBreach({ rule, resource, message }: Breach): string {
  return `[${rule.id}] ${resource.path}: ${message}`;
}
