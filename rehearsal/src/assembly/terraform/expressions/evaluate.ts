import { UNKNOWN } from '../../intrinsics/scope';
import { FUNCTIONS } from './functions';
import { isOpen, isText } from './open';
import { binary, unary } from './operators';
import type { Expression } from './syntax';
import { parseTemplate } from './template';

/** Looks up what an expression refers to; UNKNOWN where it is not known, a text `${…}` where it is a resource's. */
export type Lookup = (root: string, steps: readonly (string | number)[], source: string) => unknown;

/**
 * Evaluates the `${…}` in a tree of Terraform JSON. References to resources stay, and so does an expression of which too
 * little is known.
 */
export function evaluateTree(value: unknown, lookup: Lookup): unknown {
  if (typeof value === 'string') return evaluateText(value, lookup);
  if (Array.isArray(value)) return value.map((item) => evaluateTree(item, lookup));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluateTree(item, lookup)]));
}

/** A text that is one expression has its value; else the values of its expressions are put in. */
export function evaluateText(text: string, lookup: Lookup): unknown {
  if (!text.includes('${') || /(^|[^%])%\{/.test(text)) return text;
  const values = parseTemplate(text).map((part) => {
    if (typeof part === 'string') return part;
    const value = part.expression === undefined ? UNKNOWN : evaluateExpression(part.expression, lookup);
    return value === UNKNOWN ? `\${${part.source}}` : value;
  });
  if (values.length === 1) return values[0];
  return values.every(isText) ? values.map(String).join('') : text;
}

export function evaluateExpression(expression: Expression, lookup: Lookup): unknown {
  const evaluate = (inner: Expression): unknown => evaluateExpression(inner, lookup);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template': {
      const parts = expression.parts.map((part) => {
        if (typeof part === 'string') return part;
        return part.expression === undefined ? UNKNOWN : evaluate(part.expression);
      });
      return parts.every(isText) ? parts.map(String).join('') : UNKNOWN;
    }
    case 'traversal': {
      const steps = expression.steps.map(evaluate);
      return steps.every((step) => typeof step === 'string' || typeof step === 'number')
        ? lookup(expression.root, steps, expression.source)
        : UNKNOWN;
    }
    case 'get':
      return stepInto(evaluate(expression.of), evaluate(expression.key));
    case 'call': {
      const given = expression.given.map(evaluate);
      const call = FUNCTIONS.get(expression.name);
      return call === undefined || given.includes(UNKNOWN) ? UNKNOWN : call(...given);
    }
    case 'list':
      return known(expression.items.map(evaluate));
    case 'object': {
      const entries = expression.entries.map(([key, value]) => [evaluate(key), evaluate(value)] as const);
      if (entries.flat().includes(UNKNOWN)) return UNKNOWN;
      return Object.fromEntries(entries.map(([key, value]) => [String(key), value]));
    }
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand));
    case 'binary':
      return binary(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case 'choice': {
      const condition = evaluate(expression.condition);
      if (typeof condition !== 'boolean') return UNKNOWN;
      return evaluate(condition ? expression.yes : expression.no);
    }
  }
}

/** An attribute or an item of a value. */
export function stepInto(value: unknown, key: unknown): unknown {
  if (value === null || typeof value !== 'object' || !isText(key) || isOpen(key)) return UNKNOWN;
  const item = (value as Readonly<Record<string, unknown>>)[String(key)];
  return item === undefined ? UNKNOWN : item;
}

function known(items: unknown[]): unknown {
  return items.includes(UNKNOWN) ? UNKNOWN : items;
}
