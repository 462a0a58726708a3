import { FUNCTIONS } from './functions';
import type { Scope } from './scope';
import { NO_VALUE, UNKNOWN } from './scope';

/**
 * Evaluates CloudFormation's intrinsic functions in a tree of plain data. A function of which too little is known stays,
 * with its arguments evaluated as far as they can be.
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  const evaluated = evaluateItem(value, scope);
  return evaluated === NO_VALUE ? undefined : evaluated;
}

function evaluateItem(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluateItem(item, scope)).filter((item) => item !== NO_VALUE);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [[name, argument]] = entries;
    const call = FUNCTIONS.get(name);
    if (call !== undefined) {
      const result = call(argument, scope, (item) => evaluateItem(item, scope));
      return result === UNKNOWN ? { [name]: kept(evaluateItem(argument, scope)) } : result;
    }
  }
  return Object.fromEntries(
    entries
      .map(([key, item]): [string, unknown] => [key, evaluateItem(item, scope)])
      .filter(([, item]) => item !== NO_VALUE),
  );
}

/** A function keeps the place of an argument that is left out. */
function kept(argument: unknown): unknown {
  return argument === NO_VALUE ? { Ref: 'AWS::NoValue' } : argument;
}
