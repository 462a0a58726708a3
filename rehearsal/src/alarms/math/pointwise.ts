import type { Expression } from './expression';
import { partsOf } from './expression';

/** Functions that make each datapoint of the datapoints of its own period. */
const POINTWISE = ['ABS', 'CEIL', 'FLOOR', 'LOG', 'LOG10', 'EXP', 'IF', 'PERIOD', 'TIME_SERIES'];

/** Functions that do so of an array of time series, but not of a single one. */
const OF_ARRAYS = ['MAX', 'MIN', 'SUM', 'AVG'];

/** Whether a datapoint of an expression depends on its own period only, whatever else is retrieved. */
export function isPointwise(expression: Expression, expressions: ReadonlyMap<string, Expression>): boolean {
  if (expression.kind === 'id') {
    const inner = expressions.get(expression.name);
    return inner === undefined || isPointwise(inner, expressions);
  }
  if (expression.kind === 'call' && !POINTWISE.includes(expression.name)) {
    const isOfArray = OF_ARRAYS.includes(expression.name) && expression.args.every(({ kind }) => kind === 'array');
    if (!isOfArray) return false;
  }
  return partsOf(expression).every((part) => isPointwise(part, expressions));
}
