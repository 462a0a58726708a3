import { callIntrinsic, isIntrinsic } from './intrinsics';
import { parsePath, select } from './json-path';
import { pathFailure } from './state-error';

/** What a state can read: its input, and the context object that `$$` begins at. */
export interface Data {
  readonly input: unknown;
  readonly context: unknown;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** The value at a path of the input (`$`) or of the context object (`$$`). */
export function valueAt(path: string, data: Data): unknown {
  const found = find(path, data);
  if (found === undefined) throw pathFailure(path);
  return found.value;
}

/** The same; undefined where the path leads nowhere. */
export function find(path: string, { input, context }: Data): { readonly value: unknown } | undefined {
  const isContext = path.startsWith('$$');
  const parsed = parsePath(isContext ? path.slice(1) : path);
  if (parsed === undefined) throw pathFailure(path);
  const values = select(parsed, isContext ? context : input);
  if (!parsed.isDefinite) return { value: values };
  return values.length === 0 ? undefined : { value: values[0] };
}

/** A path or an intrinsic function. */
export function evaluateText(text: string, data: Data): unknown {
  return isIntrinsic(text)
    ? callIntrinsic(text, { valueAt: (path) => valueAt(path, data), random: data.random })
    : valueAt(text, data);
}

/** A payload template: members whose names end in `.$` are read from the data. */
export function fillTemplate(template: unknown, data: Data): unknown {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, data));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]): [string, unknown] =>
      name.endsWith('.$') ? [name.slice(0, -2), evaluateText(String(value), data)] : [name, fillTemplate(value, data)],
    ),
  );
}

/** Every path and intrinsic function of a payload template. */
export function textsIn(template: unknown): string[] {
  if (template === null || typeof template !== 'object') return [];
  return Object.entries(template).flatMap(([name, value]) => (name.endsWith('.$') ? [String(value)] : textsIn(value)));
}
