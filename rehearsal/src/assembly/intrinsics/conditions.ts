import { isOpen } from './open';
import type { Scope } from './scope';

export const CONDITION_FUNCTIONS = ['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not'] as const;

/** Whether a condition holds; undefined where that hangs on something that is not known. */
export function condition(value: unknown, scope: Scope, evaluate: (value: unknown) => unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === null || typeof value !== 'object') return undefined;
  const entries = Object.entries(value);
  if (entries.length !== 1) return undefined;
  const [name, argument] = entries[0] as [string, unknown];
  const items = Array.isArray(argument) ? (argument as unknown[]) : [];
  const each = (): (boolean | undefined)[] => items.map((item) => condition(item, scope, evaluate));
  switch (name) {
    case 'Condition':
      return typeof argument === 'string' ? scope.condition(argument) : undefined;
    case 'Fn::Equals':
      return items.length === 2 ? equals(evaluate(items[0]), evaluate(items[1])) : undefined;
    case 'Fn::Not':
      return items.length === 1 ? not(each()[0]) : undefined;
    case 'Fn::And':
      return not(some(each().map(not)));
    case 'Fn::Or':
      return some(each());
    default: {
      const known = evaluate(value);
      return typeof known === 'object' ? undefined : condition(known, scope, evaluate);
    }
  }
}

function equals(left: unknown, right: unknown): boolean | undefined {
  if (isOpen(left) || isOpen(right)) return undefined;
  // Every value of a template is text to CloudFormation: 1 equals '1'.
  return typeof left === 'object' || typeof right === 'object'
    ? JSON.stringify(left) === JSON.stringify(right)
    : String(left) === String(right);
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** One that holds decides, whatever is not known of the others. */
function some(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.length === 0) return undefined;
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}
