/** One step of a path: members, elements, a range of elements, or all of them. */
type Step =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'all' };

/** A JSONPath of members, elements, ranges and wildcards; `..`, filters and functions are none that is known here. */
export interface JsonPath {
  readonly steps: readonly Step[];
  /** Whether it names one place: then it is a reference path, and its value is no list. */
  readonly isDefinite: boolean;
}

const STEP =
  /\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)(?!\()|\.(\*)|\[(\*)\]|\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]|\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]|\[\s*('(?:[^'\\]|\\.)*'(?:\s*,\s*'(?:[^'\\]|\\.)*')*)\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/y;

/** Undefined where it is none, or has what is not known here. `text` begins with `$`. */
export function parsePath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  let position = 1;
  while (position < text.length) {
    STEP.lastIndex = position;
    const match = STEP.exec(text);
    if (match === null) return undefined;
    steps.push(stepOf(match));
    position = STEP.lastIndex;
  }
  return { steps, isDefinite: steps.every(isDefinite) };
}

/** Everything at a path, in order. */
export function select({ steps }: JsonPath, value: unknown): unknown[] {
  return steps.reduce<unknown[]>((found, step) => found.flatMap((item) => stepInto(item, step)), [value]);
}

/**
 * A copy of `target` with `value` at a definite path; what is missing on the way is made. Undefined where something that
 * is no object or list stands in the way.
 */
export function withValue(target: unknown, { steps }: JsonPath, value: unknown): unknown {
  if (steps.length === 0) return value;
  const [step, ...rest] = steps;
  const inner = { steps: rest, isDefinite: true };
  if (step.kind === 'indexes' && Array.isArray(target)) {
    const [index] = step.indexes;
    if (index < 0 || index >= target.length) return undefined;
    const changed = withValue(target[index], inner, value);
    return changed === undefined ? undefined : target.with(index, changed);
  }
  if (step.kind !== 'names' || Array.isArray(target)) return undefined;
  if (target !== undefined && target !== null && typeof target !== 'object') return undefined;
  const [name] = step.names;
  const object = (target ?? {}) as Record<string, unknown>;
  const changed = withValue(Object.hasOwn(object, name) ? object[name] : undefined, inner, value);
  return changed === undefined ? undefined : { ...object, [name]: changed };
}

function stepOf(match: RegExpExecArray): Step {
  const [, name, star, all, indexes, from, to, names, quoted] = match;
  if (name !== undefined) return { kind: 'names', names: [name] };
  if (quoted !== undefined) return { kind: 'names', names: [unescaped(quoted)] };
  if (names !== undefined) {
    return { kind: 'names', names: [...names.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => unescaped(text)) };
  }
  if (indexes !== undefined) return { kind: 'indexes', indexes: indexes.split(',').map(Number) };
  if (star !== undefined || all !== undefined) return { kind: 'all' };
  const bound = (text: string): number | undefined => (text === '' ? undefined : Number(text));
  return { kind: 'slice', from: bound(from), to: bound(to) };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function isDefinite(step: Step): boolean {
  return (step.kind === 'names' && step.names.length === 1) || (step.kind === 'indexes' && step.indexes.length === 1);
}

function stepInto(value: unknown, step: Step): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  if (step.kind === 'all') return Object.values(value);
  if (step.kind === 'names') {
    const object = value as Record<string, unknown>;
    return Array.isArray(value)
      ? []
      : step.names.filter((name) => Object.hasOwn(object, name)).map((name) => object[name]);
  }
  if (!Array.isArray(value)) return [];
  const items = value as unknown[];
  if (step.kind === 'slice') return items.slice(step.from, step.to);
  return step.indexes
    .map((index) => (index < 0 ? index + items.length : index))
    .flatMap((at) => (at in items ? [items[at]] : []));
}
