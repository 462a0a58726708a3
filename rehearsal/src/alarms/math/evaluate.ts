import { CannotEvaluate } from './cannot-evaluate';
import type { Expression, Operator } from './expression';
import { partsOf } from './expression';
import type { Argument } from './functions';
import { FUNCTIONS, valueOf } from './functions';
import type { Scope } from './scope';
import type { Value } from './value';
import { combine, mapPoints, scalar } from './value';

const OPERATORS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  // What is not a number is not true.
  OR: (a, b) => Number(Boolean(a) || Boolean(b)),
  AND: (a, b) => Number(Boolean(a) && Boolean(b)),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
};

/** Fails on a function that is not known here, or on a wrong number of arguments, without needing any data. */
export function checkExpression(expression: Expression): void {
  if (expression.kind === 'call') {
    const known = Object.hasOwn(FUNCTIONS, expression.name) ? FUNCTIONS[expression.name] : undefined;
    if (known === undefined) throw new CannotEvaluate(`function ${expression.name}`);
    const count = expression.args.length;
    if (count < known.least || count > known.most) {
      throw new CannotEvaluate(`function ${expression.name} with ${count} arguments`);
    }
  }
  partsOf(expression).forEach(checkExpression);
}

export function evaluate(expression: Expression, scope: Scope): Value {
  return valueOf(evaluateArgument(expression, scope));
}

function evaluateArgument(expression: Expression, scope: Scope): Argument {
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'keyword':
      return { type: 'keyword', name: expression.name };
    case 'text':
      return { type: 'text', text: expression.text };
    case 'id':
      return scope.value(expression.name);
    case 'array':
      return { type: 'array', items: expression.items.flatMap((item) => seriesIn(evaluate(item, scope), scope)) };
    case 'negation':
      return mapPoints(evaluate(expression.operand, scope), (point) => -point);
    case 'binary':
      return combine(
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
        OPERATORS[expression.operator],
      );
    case 'call':
      checkExpression(expression);
      return FUNCTIONS[expression.name].call(
        expression.args.map((arg) => evaluateArgument(arg, scope)),
        scope,
      );
  }
}

function seriesIn(value: Value, { length }: Scope): (readonly (number | undefined)[])[] {
  if (value.type === 'array') return [...value.items];
  return [value.type === 'series' ? value.points : new Array<number>(length).fill(value.value)];
}

/** The one time series that an alarm watches. */
export function evaluateSeries(expression: Expression, scope: Scope): readonly (number | undefined)[] {
  const value = evaluate(expression, scope);
  if (value.type === 'series') return value.points;
  if (value.type === 'array' && value.items.length === 1) return value.items[0];
  throw new CannotEvaluate(
    `a result that is ${value.type === 'scalar' ? 'a number' : 'several time series'}, not one time series`,
  );
}
