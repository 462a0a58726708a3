import type { ColumnRule } from './input-rules';
import { columnRules, missingAllowed, ruleMisfit } from './input-rules';
import type { Category, TensorSpec, TensorType } from './manifest';

/** Where nested lists are not the tensor they should be. Never holds the values themselves. */
export interface TensorFault {
  /** JSON pointer inside the tensor. */
  readonly at: string;
  readonly found: string;
  readonly expected: string;
}

/**
 * The first thing that keeps nested lists from being a tensor of this type and shape. `sizes` holds the sizes that
 * named dimensions have in this request or case, and takes those seen for the first time.
 */
export function tensorFault(value: unknown, spec: TensorSpec, sizes: Map<string, number>): TensorFault | undefined {
  return axisFault(value, expectedOf(spec), 0, '', sizes, 0);
}

interface Expected extends TensorSpec {
  readonly isMissing?: (column: number) => boolean;
  readonly rules: ReadonlyMap<number | undefined, ColumnRule>;
  readonly element: Element;
}

const expectedBySpec = new WeakMap<TensorSpec, Expected>();

/** Found once a tensor: a file of recorded cases holds hundreds of values for each. */
function expectedOf(spec: TensorSpec): Expected {
  let expected = expectedBySpec.get(spec);
  if (expected === undefined) {
    const rules = new Map(columnRules(spec).map((rule) => [rule.column, rule]));
    expected = { ...spec, isMissing: missingAllowed(spec), rules, element: elementOf(spec.type) };
    expectedBySpec.set(spec, expected);
  }
  return expected;
}

function axisFault(
  value: unknown,
  spec: Expected,
  axis: number,
  at: string,
  sizes: Map<string, number>,
  column: number,
): TensorFault | undefined {
  const fault = (found: string, expected: string) => ({ at, found, expected });
  if (axis === spec.shape.length) {
    if (value === null && spec.isMissing?.(column) === true) return undefined;
    if (!spec.element.isOne(value)) return fault(kindOf(value), spec.element.expected);
    const rule = spec.rules.get(undefined) ?? spec.rules.get(column);
    const misfit = rule === undefined ? undefined : ruleMisfit(value as Category, rule, spec.type);
    return misfit === undefined ? undefined : fault(misfit.got, misfit.expected);
  }
  const dimension = spec.shape[axis];
  const shape = () => `shape [${spec.shape.join(', ')}]`;
  if (!Array.isArray(value)) return fault(kindOf(value), `a list, by ${shape()}`);
  const size = typeof dimension === 'number' ? dimension : sizes.get(dimension);
  if (size !== undefined && value.length !== size) {
    const meaning = typeof dimension === 'number' ? shape() : `${shape()} with ${dimension} = ${size}`;
    return fault(`a list of ${value.length}`, `${size} ${size === 1 ? 'item' : 'items'}, by ${meaning}`);
  }
  if (typeof dimension === 'string') sizes.set(dimension, value.length);
  const isPlain = axis + 1 === spec.shape.length && spec.rules.size === 0;
  for (let index = 0; index < value.length; index++) {
    // A start checks many thousands of elements, and only a wrong one needs its place written down.
    if (isPlain && spec.element.isOne(value[index])) continue;
    const inner = axisFault(value[index], spec, axis + 1, `${at}/${index}`, sizes, index);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The whole numbers a type can hold. 64-bit ones come as JSON numbers, which are exact up to 2^53. */
const RANGES: Readonly<Partial<Record<TensorType, readonly [number, number]>>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
};

/** What an element of a type is. */
interface Element {
  readonly isOne: (value: unknown) => boolean;
  readonly expected: string;
}

function elementOf(type: TensorType): Element {
  if (type === 'string') return { isOne: (value) => typeof value === 'string', expected: 'a text (string)' };
  if (type === 'bool') return { isOne: (value) => typeof value === 'boolean', expected: 'true or false (bool)' };
  const range = RANGES[type];
  if (range === undefined) return { isOne: Number.isFinite, expected: `a number (${type})` };
  const [least, most] = range;
  return {
    isOne: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    expected: `a whole number from ${least} to ${most} (${type})`,
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a whole number' : 'a number';
  return value === undefined ? 'nothing' : `a${typeof value === 'object' ? 'n object' : ` ${typeof value}`}`;
}
