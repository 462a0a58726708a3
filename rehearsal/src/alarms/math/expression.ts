/** A metric-math expression, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** The id of a metric or of another expression. */
  | { readonly kind: 'id'; readonly name: string }
  /** A word in capitals that some functions take, for example `REPEAT`. */
  | { readonly kind: 'keyword'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'negation'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Operator = 'OR' | 'AND' | '==' | '!=' | '<=' | '>=' | '<' | '>' | '+' | '-' | '*' | '/' | '^';

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'array':
      return expression.items;
    case 'negation':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

/** Every id an expression refers to. */
export function idsIn(expression: Expression): string[] {
  return expression.kind === 'id' ? [expression.name] : partsOf(expression).flatMap(idsIn);
}
