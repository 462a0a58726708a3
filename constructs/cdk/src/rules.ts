import { CfnResource, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { graphOfDeclared } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';
import { declaredBy, readingOnce } from './render/template';

/** Constructs whose whole subtree is checked. */
const checked = new WeakSet<object>();

/**
 * Checks the rules on what the construct really declares: when the tree is finished, after aspects and overrides, L1
 * resources included. `beside` are constructs elsewhere that belong to it. An error fails the synth; advice becomes a warning whose id is the rule's.
 */
export function checkRules(scope: Construct, beside: () => readonly Construct[] = () => []): void {
  // What is above looks at all that is below.
  if (scope.node.scopes.some((above) => checked.has(above))) return;
  checked.add(scope);
  scope.node.addValidation({
    validate: () => {
      const found = readingOnce(() => breaches(graphOf([scope, ...beside()]), { isUnresolved: isUnresolvedValue }));
      for (const breach of found.filter(({ rule }) => rule.severity === 'warning')) {
        Validations.of(scope).addWarning(breach.rule.id, describeBreach(breach));
      }
      return found.filter(({ rule }) => rule.severity === 'error').map(describeBreach);
    },
  });
}

/** Leaves the rules of a construct to one that looks at it beside itself. */
export function leaveRulesTo(checker: Construct, scope: Construct): void {
  if (checked.has(checker)) checked.add(scope);
}

function graphOf(scopes: readonly Construct[]): ResourceGraph {
  const nodes = new Set(scopes.flatMap((scope) => scope.node.findAll()));
  return graphOfDeclared([...nodes].filter((node) => CfnResource.isCfnResource(node)).flatMap(declaredBy));
}
