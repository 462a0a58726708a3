import { Annotations, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { breaches, describeBreach, RULES } from '@inference-constructs/core/out/rules/engine';
import type { Breach, Rule } from '@inference-constructs/core/out/rules/rule';
import { graphOf } from './render/graph';

/** Constructs whose whole subtree is checked. */
const checked = new WeakSet<object>();

/**
 * Checks the rules on what the construct really declares: when the tree is finished, after aspects and overrides.
 * `beside` are constructs elsewhere that belong to it; where they are checked by themselves, `between` are the rules that need
 * both. An error fails the synth; advice becomes a warning that names its rule.
 */
export function checkRules(
  scope: Construct,
  beside: () => readonly Construct[] = () => [],
  between: readonly Rule[] = RULES,
): void {
  // What is above looks at all that is below.
  if (scope.node.scopes.some((above) => checked.has(above))) return;
  checked.add(scope);
  const warned = new Set<string>();
  scope.node.addValidation({
    validate: () => {
      const found = [...find(scope, beside(), between), ...find(scope, [], without(between))];
      for (const breach of found.filter(({ rule }) => rule.severity === 'warning')) {
        const text = describeBreach(breach);
        // CDKTF validates a stack, and then once more the whole app.
        if (!warned.has(text)) Annotations.of(scope).addWarning(text);
        warned.add(text);
      }
      return found.filter(({ rule }) => rule.severity === 'error').map(describeBreach);
    },
  });
}

function find(scope: Construct, beside: readonly Construct[], rules: readonly Rule[]): Breach[] {
  return rules.length === 0 ? [] : breaches(graphOf(scope, beside), { isUnresolved }, rules);
}

function without(rules: readonly Rule[]): readonly Rule[] {
  return rules === RULES ? [] : RULES.filter((rule) => !rules.includes(rule));
}

/** In resolved JSON, what is not known is a reference or an expression. */
function isUnresolved(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && /@\{|\$\{/.test(value));
}
