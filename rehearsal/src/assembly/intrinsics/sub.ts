import { isScalar } from './open';
import type { Scope } from './scope';
import { UNKNOWN } from './scope';
import { splitOnce } from './split-once';

/** A variable, or `${!Literal}`. */
const VARIABLE = /\$\{(!?)([^}]*)\}/g;

/** `Fn::Sub`, with or without variables of its own. */
export function substitute(argument: unknown, scope: Scope, evaluate: (value: unknown) => unknown): unknown {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const own = evaluate(variables);
  if (typeof text !== 'string' || own === null || typeof own !== 'object') return UNKNOWN;
  let known = true;
  const substituted = text.replace(VARIABLE, (whole, literal: string, written: string) => {
    if (literal !== '') return `\${${written}}`;
    const value = valueOf(written.trim(), own as Record<string, unknown>, scope);
    if (isScalar(value)) return String(value);
    known = false;
    return whole;
  });
  return known ? substituted : UNKNOWN;
}

function valueOf(name: string, own: Record<string, unknown>, scope: Scope): unknown {
  if (Object.hasOwn(own, name)) return own[name];
  const [id, attribute] = splitOnce(name);
  return scope.reference(id, attribute === '' ? 'Ref' : attribute);
}
