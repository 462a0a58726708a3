import { CfnResource, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { graphOfDeclared } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach, RULES } from '@inference-constructs/core/out/rules/engine';
import type { Breach, Rule } from '@inference-constructs/core/out/rules/rule';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';
import { declaredBy, readingOnce } from './render/template';

/** Constructs whose whole subtree is checked. */
const checked = new WeakSet<object>();

/**
 * Checks the rules on what the construct really declares: when the tree is finished, after aspects and overrides, L1
 * resources included. `beside` are constructs elsewhere that belong to it; where they are checked by themselves, `between` are
 * the rules that need both. An error fails the synth; advice becomes a warning whose id is the rule's.
 */
export function checkRules(
  scope: Construct,
  beside: () => readonly Construct[] = () => [],
  between: readonly Rule[] = RULES,
): void {
  // What is above looks at all that is below.
  if (scope.node.scopes.some((above) => checked.has(above))) return;
  checked.add(scope);
  scope.node.addValidation({
    validate: () => {
      const found = readingOnce(() => [...find([scope, ...beside()], between), ...find([scope], without(between))]);
      for (const breach of found.filter(({ rule }) => rule.severity === 'warning')) {
        Validations.of(scope).addWarning(breach.rule.id, describeBreach(breach));
      }
      return found.filter(({ rule }) => rule.severity === 'error').map(describeBreach);
    },
  });
}

function find(scopes: readonly Construct[], rules: readonly Rule[]): Breach[] {
  return rules.length === 0 ? [] : breaches(graphOf(scopes), { isUnresolved: isUnresolvedValue }, rules);
}

function without(rules: readonly Rule[]): readonly Rule[] {
  return rules === RULES ? [] : RULES.filter((rule) => !rules.includes(rule));
}

/** Leaves the rules of a construct to one that looks at it beside itself. */
export function leaveRulesTo(checker: Construct, scope: Construct): void {
  if (checked.has(checker)) checked.add(scope);
}

function graphOf(scopes: readonly Construct[]): ResourceGraph {
  const nodes = new Set(scopes.flatMap((scope) => scope.node.findAll()));
  return graphOfDeclared([...nodes].filter((node) => CfnResource.isCfnResource(node)).flatMap(declaredBy));
}
