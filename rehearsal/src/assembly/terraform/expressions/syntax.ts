/** An expression of Terraform's language, as far as it is understood here: no `for`, no splat, no heredoc. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Part[] }
  /** `aws_lambda_function.name.arn`, `var.name`: steps into what is not part of the expression. */
  | {
      readonly kind: 'traversal';
      readonly root: string;
      readonly steps: readonly Expression[];
      readonly source: string;
    }
  | { readonly kind: 'get'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression };

/** A piece of a text: as it is, or an expression with how it was written. */
export type Part = string | { readonly expression: Expression | undefined; readonly source: string };
