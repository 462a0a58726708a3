import type { ResourceGraph } from '../graph/resource-graph';
import type { Breach, Finding, Rule, RuleContext } from './rule';
import { alarmRules } from './alarms';
import { codeDeployRules } from './codedeploy';
import { componentRules } from './components';
import { containerRules } from './containers';
import { functionRules } from './functions';
import { guardrailRules } from './guardrails';
import { monitoringRules } from './monitoring';
import { namingRules } from './naming';
import { rolloutRules } from './rollout';
import { scalingRules } from './scaling';
import { shadowRules } from './shadow';
import { stepSizeRules } from './step-sizes';
import { variantRules } from './variants';

/** Every rule there is, in the order in which breaches are reported. */
export const RULES: readonly Rule[] = [
  ...rolloutRules,
  ...stepSizeRules,
  ...guardrailRules,
  ...codeDeployRules,
  ...monitoringRules,
  ...namingRules,
  ...scalingRules,
  ...componentRules,
  ...variantRules,
  ...containerRules,
  ...shadowRules,
  ...functionRules,
  ...alarmRules,
];

export function breaches(graph: ResourceGraph, context: RuleContext, rules = RULES): Breach[] {
  return rules.flatMap((rule) => rule.check(graph, context).map((finding) => ({ ...finding, rule })));
}

/** One line a user can act on. */
export function describeBreach({ rule, resource, message }: Finding & { readonly rule: Pick<Rule, 'id'> }): string {
  return `[${rule.id}] ${resource.path}: ${message}`;
}
