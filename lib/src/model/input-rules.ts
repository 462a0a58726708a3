import type { Category, RangeSpec, TensorSpec, TensorType } from './manifest';
import { roundedTo } from './rounding';

/** Why a value breaks a rule; never the value. */
export interface RuleMisfit {
  readonly code: 'OutOfRange' | 'CategoryUnknown';
  readonly expected: string;
  readonly got: string;
}

/** A bound, rounded to the type of the input as its values are, and what is said of a value beyond it. */
export interface Bound {
  readonly value: number;
  readonly beyond: RuleMisfit;
}

/** What one column of an input may hold beyond its type; without a column, all of it. */
export interface ColumnRule {
  readonly column?: number;
  readonly min?: Bound;
  readonly max?: Bound;
  readonly categories?: { readonly values: readonly Category[]; readonly unknown: RuleMisfit };
}

/** A message lists no more than these. */
const MOST_LISTED = 10;
const LONGEST_LISTED = 60;

/** The rules of an input's columns, in the order of the columns; columns without a rule are not there. */
export function columnRules(spec: TensorSpec): ColumnRule[] {
  const columns = spec.features?.map((_, column) => column) ?? [undefined];
  return columns.flatMap((column) => {
    const range = rangeOf(spec, column);
    const categories = categoriesOf(spec, column);
    if (range === undefined && categories === undefined) return [];
    return [{ column, ...bounds(range, spec.type), categories: categories && known(categories, spec.type) }];
  });
}

/** As `model.json` has it. */
export function rangeOf({ features, ranges }: TensorSpec, column = 0): RangeSpec | undefined {
  return features === undefined
    ? (ranges as RangeSpec | undefined)
    : member(ranges as Readonly<Record<string, RangeSpec>> | undefined, features[column]);
}

/** As `model.json` has them. */
export function categoriesOf({ features, categories }: TensorSpec, column = 0): readonly Category[] | undefined {
  return features === undefined
    ? (categories as readonly Category[] | undefined)
    : member(categories as Readonly<Record<string, readonly Category[]>> | undefined, features[column]);
}

function member<T>(members: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Whether a value of this column may be missing; undefined where none of the input may. */
export function missingAllowed({ missing, features }: TensorSpec): ((column: number) => boolean) | undefined {
  if (missing === undefined || missing === 'refused') return undefined;
  if (missing === 'allowed') return () => true;
  const columns = new Set(missing.map((name) => features?.indexOf(name)));
  return (column) => columns.has(column);
}

function bounds(range: RangeSpec | undefined, type: TensorType): Pick<ColumnRule, 'min' | 'max'> {
  const { min, max } = range ?? {};
  const expected =
    min === undefined
      ? `a number of at most ${max}`
      : `a number ${max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}`;
  const bound = (value: number | undefined, got: string): Bound | undefined =>
    value === undefined ? undefined : { value: roundedTo(type, value), beyond: { code: 'OutOfRange', expected, got } };
  return { min: bound(min, 'a number below'), max: bound(max, 'a number above') };
}

function known(categories: readonly Category[], type: TensorType): ColumnRule['categories'] {
  const listed = categories.slice(0, MOST_LISTED).map((item) => (typeof item === 'string' ? quoted(item) : `${item}`));
  const others = categories.length - listed.length;
  const all = `${listed.length === 1 ? '' : 'one of '}${listed.join(', ')}`;
  return {
    values: categories.map((item) => (typeof item === 'number' ? roundedTo(type, item) : item)),
    unknown: {
      code: 'CategoryUnknown',
      expected: others === 0 ? all : `${all} or ${others} ${others === 1 ? 'other' : 'others'}`,
      got: 'another value',
    },
  };
}

function quoted(text: string): string {
  return `'${text.length > LONGEST_LISTED ? `${text.slice(0, LONGEST_LISTED - 3)}...` : text}'`;
}

/** Why a value that is of the input's type, as JSON holds it, breaks a rule. */
export function ruleMisfit(value: Category, rule: ColumnRule, type: TensorType): RuleMisfit | undefined {
  const { min, max, categories } = rule;
  const held = typeof value === 'number' ? roundedTo(type, value) : value;
  if (min !== undefined && (held as number) < min.value) return min.beyond;
  if (max !== undefined && (held as number) > max.value) return max.beyond;
  return categories === undefined || categories.values.includes(held) ? undefined : categories.unknown;
}
