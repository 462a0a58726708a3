import type { Data } from './data';
import { find } from './data';
import { pathFailure } from './state-error';

type Rule = Readonly<Record<string, unknown>>;
type Test = (value: unknown, wanted: unknown) => boolean;

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const strings = ofType('string', (text: string) => text);
const numbers = ofType('number', (number: number) => number);
const booleans = ofType('boolean', (boolean: boolean) => boolean);
const timestamps = (compare: (a: number, b: number) => boolean): Test => {
  return (value, wanted) => isTimestamp(value) && isTimestamp(wanted) && compare(Date.parse(value), Date.parse(wanted));
};

/** Comparisons with a value, each of which may take it from a path too: `StringEqualsPath`. */
const COMPARISONS: Readonly<Record<string, Test>> = {
  StringEquals: strings((a, b) => a === b),
  StringLessThan: strings((a, b) => a < b),
  StringGreaterThan: strings((a, b) => a > b),
  StringLessThanEquals: strings((a, b) => a <= b),
  StringGreaterThanEquals: strings((a, b) => a >= b),
  NumericEquals: numbers((a, b) => a === b),
  NumericLessThan: numbers((a, b) => a < b),
  NumericGreaterThan: numbers((a, b) => a > b),
  NumericLessThanEquals: numbers((a, b) => a <= b),
  NumericGreaterThanEquals: numbers((a, b) => a >= b),
  BooleanEquals: booleans((a, b) => a === b),
  TimestampEquals: timestamps((a, b) => a === b),
  TimestampLessThan: timestamps((a, b) => a < b),
  TimestampGreaterThan: timestamps((a, b) => a > b),
  TimestampLessThanEquals: timestamps((a, b) => a <= b),
  TimestampGreaterThanEquals: timestamps((a, b) => a >= b),
};

const OTHERS: Readonly<Record<string, Test>> = {
  StringMatches: (value, wanted) => typeof value === 'string' && wildcard(String(wanted)).test(value),
  IsNull: is((value) => value === null),
  IsNumeric: is((value) => typeof value === 'number'),
  IsString: is((value) => typeof value === 'string'),
  IsBoolean: is((value) => typeof value === 'boolean'),
  IsTimestamp: is(isTimestamp),
};

/** Names of all comparisons. */
export const OPERATORS: readonly string[] = [
  ...Object.keys(COMPARISONS).flatMap((name) => [name, `${name}Path`]),
  ...Object.keys(OTHERS),
  'IsPresent',
];

/** Whether a rule of a Choice state holds. */
export function holds(rule: Rule, data: Data): boolean {
  const { And, Or, Not, Variable } = rule;
  if (Array.isArray(And)) return (And as Rule[]).every((inner) => holds(inner, data));
  if (Array.isArray(Or)) return (Or as Rule[]).some((inner) => holds(inner, data));
  if (Not !== undefined) return !holds(Not as Rule, data);
  const path = String(Variable);
  const found = find(path, data);
  const operator = operatorOf(rule);
  const wanted = rule[operator];
  if (operator === 'IsPresent') return (found !== undefined) === wanted;
  if (found === undefined) throw pathFailure(path);
  if (Object.hasOwn(OTHERS, operator)) return OTHERS[operator](found.value, wanted);
  if (!operator.endsWith('Path')) return COMPARISONS[operator](found.value, wanted);
  const other = find(String(wanted), data);
  if (other === undefined) throw pathFailure(String(wanted));
  return COMPARISONS[operator.slice(0, -'Path'.length)](found.value, other.value);
}

/** The comparison that a rule names; the empty string where it names none. */
export function operatorOf(rule: Rule): string {
  return Object.keys(rule).find((name) => OPERATORS.includes(name)) ?? '';
}

function ofType<T>(type: 'string' | 'number' | 'boolean', read: (value: T) => T) {
  return (compare: (a: T, b: T) => boolean): Test =>
    (value, wanted) =>
      typeof value === type && typeof wanted === type && compare(read(value as T), read(wanted as T));
}

function is(test: (value: unknown) => boolean): Test {
  return (value, wanted) => test(value) === wanted;
}

function isTimestamp(value: unknown): value is string {
  return typeof value === 'string' && TIMESTAMP.test(value);
}

/** `*` stands for any text; `\*` for itself. */
function wildcard(pattern: string): RegExp {
  const parts = pattern
    .split(/(\\[\\*]|\*)/)
    .map((part) => (part === '*' ? '.*' : literal(part.replace(/^\\([\\*])$/, '$1'))));
  return new RegExp(`^${parts.join('')}$`, 's');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
