import type { FieldChecks } from './field-checks';
import { under } from './field-checks';
import type { TensorSpec } from './manifest';
import { didYouMean } from './nearest';

/** What an input may say about its values. */
export const RULE_FIELDS = ['missing', 'ranges', 'categories'];

type Input = Pick<TensorSpec, 'type' | 'features'>;
type Check = (pointer: string, value: unknown) => void;

/** Checks what an input says about its values: by feature, or once where there are no features. */
export function checkRules(
  pointer: string,
  tensor: Readonly<Record<string, unknown>>,
  input: Input,
  checks: FieldChecks,
): void {
  const has = (field: string) => Object.hasOwn(tensor, field);
  const at = (field: string) => under(pointer, field);
  if (has('missing')) checkMissing(at('missing'), tensor.missing, input, checks);
  if (has('ranges')) {
    if (input.type === 'bool' || input.type === 'string') {
      checks.fault(at('ranges'), tensor.ranges, `no such field with type ${input.type}, only numbers have ranges`);
    } else {
      byFeature(at('ranges'), tensor.ranges, input, checks, (where, value) => checkRange(where, value, checks));
    }
  }
  if (has('categories')) {
    if (input.type === 'bool') {
      checks.fault(at('categories'), tensor.categories, 'no such field with type bool, which has two values');
    } else {
      const check: Check = (where, value) => checkCategories(where, value, input, checks);
      byFeature(at('categories'), tensor.categories, input, checks, check);
    }
  }
}

function checkMissing(pointer: string, value: unknown, { type, features }: Input, checks: FieldChecks): void {
  if (value === 'refused') return;
  if (!type.startsWith('float')) {
    checks.fault(pointer, value, `no such field with type ${type}, only floats can be missing`);
  } else if (value === 'allowed') {
    return;
  } else if (features === undefined) {
    checks.fault(pointer, value, '"refused" or "allowed"');
  } else if (!Array.isArray(value)) {
    checks.fault(pointer, value, '"refused", "allowed" or a list of features');
  } else {
    checks.names(pointer, value)?.forEach((name, index) => {
      if (!features.includes(name)) unknownFeature(under(pointer, index), name, name, features, checks);
    });
  }
}

function byFeature(pointer: string, value: unknown, { features }: Input, checks: FieldChecks, check: Check): void {
  if (features === undefined) {
    check(pointer, value);
    return;
  }
  for (const [name, rule] of Object.entries(checks.record(pointer, value) ?? {})) {
    const where = under(pointer, name);
    if (features.includes(name)) check(where, rule);
    else unknownFeature(where, rule, name, features, checks);
  }
}

function unknownFeature(
  pointer: string,
  value: unknown,
  name: string,
  features: readonly string[],
  checks: FieldChecks,
): void {
  checks.fault(pointer, value, `the name of a feature${didYouMean(name, features)}`);
}

function checkRange(pointer: string, value: unknown, checks: FieldChecks): void {
  const range = checks.object(pointer, value, [], ['min', 'max']);
  if (range === undefined) return;
  const bounds = Object.keys(range).filter((bound) => bound === 'min' || bound === 'max');
  if (Object.keys(range).length === 0) checks.fault(pointer, value, 'min, max or both');
  const bad = bounds.filter((bound) => !Number.isFinite(range[bound]));
  for (const bound of bad) checks.fault(under(pointer, bound), range[bound], 'a number');
  if (bounds.length === 2 && bad.length === 0 && (range.min as number) > (range.max as number)) {
    checks.fault(under(pointer, 'max'), range.max, `at least the min of ${range.min as number}`);
  }
}

function checkCategories(pointer: string, value: unknown, { type }: Input, checks: FieldChecks): void {
  const seen = new Map<unknown, number>();
  checks.list(pointer, value)?.forEach((item, index) => {
    const first = seen.get(item);
    if (!isCategory(item, type)) {
      const kind = type === 'string' ? 'a text' : type.startsWith('float') ? 'a number' : 'a whole number';
      checks.fault(under(pointer, index), item, `${kind}, as the input is of type ${type}`);
    } else if (first !== undefined) {
      checks.fault(under(pointer, index), item, `a category of its own, item ${first} is this one`);
    }
    seen.set(item, first ?? index);
  });
}

function isCategory(item: unknown, type: TensorSpec['type']): boolean {
  if (type === 'string') return typeof item === 'string';
  return type.startsWith('float') ? Number.isFinite(item) : Number.isSafeInteger(item);
}
