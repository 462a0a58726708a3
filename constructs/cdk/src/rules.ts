import { CfnResource, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';
import { templateOf } from './render/template';

/** Constructs whose whole subtree is checked. */
const checked = new WeakSet<object>();

/**
 * Checks the rules on what the construct really declares: when the tree is finished, after aspects and overrides, L1
 * resources included. An error fails the synth; advice becomes a warning whose id is the rule's.
 */
export function checkRules(scope: Construct): void {
  // What is above looks at all that is below.
  if (scope.node.scopes.some((above) => checked.has(above))) return;
  checked.add(scope);
  scope.node.addValidation({
    validate: () => {
      const found = breaches(graphOf(scope), { isUnresolved: isUnresolvedValue });
      for (const breach of found.filter(({ rule }) => rule.severity === 'warning')) {
        Validations.of(scope).addWarning(breach.rule.id, describeBreach(breach));
      }
      return found.filter(({ rule }) => rule.severity === 'error').map(describeBreach);
    },
  });
}

function graphOf(scope: Construct): ResourceGraph {
  return graphOfTemplate(templateOf(scope.node.findAll().filter((node) => CfnResource.isCfnResource(node))));
}
