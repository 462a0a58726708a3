import { readReferences } from '@inference-constructs/core/out/graph/terraform/references';
import { UNKNOWN } from '../intrinsics/scope';
import type { Finish, Resolved } from '../names';
import { evaluateText } from './expressions/evaluate';
import type { ModuleScope } from './module-scope';

/** Evaluates the expressions that waited for the names of resources; what is left of them is reported. */
export function finishTerraform(scope: ModuleScope, account: string, resolve: (value: unknown) => Resolved): Finish {
  return (value, standIn) => {
    const lookup = (root: string, steps: readonly (string | number)[], source: string): unknown => {
      const found = scope.lookup(root, steps, source);
      if (found !== `\${${source}}`) return found;
      const reference = readReferences(found);
      if (reference === found) return UNKNOWN;
      const { value: name, standIns } = resolve(reference);
      standIns.forEach(standIn);
      return name;
    };
    const finish = (inner: unknown): unknown => {
      if (typeof inner === 'string') return text(inner);
      if (Array.isArray(inner)) return inner.map(finish);
      if (inner === null || typeof inner !== 'object') return inner;
      return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, finish(item)]));
    };
    const text = (written: string): unknown => {
      // What the core makes of the part of a role's ARN that says whose it is.
      const evaluated = evaluateText(written.replaceAll('${AWS::AccountId}', account), lookup);
      if (typeof evaluated !== 'string') return evaluated;
      for (const [, expression] of evaluated.matchAll(/(?<!\$)\$\{([^}]*)\}/g)) standIn(expression);
      return evaluated.replaceAll('$${', '${');
    };
    return finish(value);
  };
}
