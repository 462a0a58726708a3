import { UNKNOWN } from '../../intrinsics/scope';
import { isOpen, isText } from './open';

type TerraformFunction = (...given: readonly unknown[]) => unknown;

/** A function that must know the content of what it is given. */
function closed(call: TerraformFunction): TerraformFunction {
  return (...given) => (isOpen(given) ? UNKNOWN : (call(...given) ?? UNKNOWN));
}

function ofText(call: (text: string, ...rest: string[]) => unknown): TerraformFunction {
  return closed((...given) => (given.every(isText) ? call(...(given.map(String) as [string, ...string[]])) : UNKNOWN));
}

function ofNumbers(call: (...numbers: number[]) => number): TerraformFunction {
  return closed((...given) => {
    const numbers = given.map(Number);
    return numbers.some(Number.isNaN) ? UNKNOWN : call(...numbers);
  });
}

/** Terraform's functions whose result follows from what they are given. */
export const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map<string, TerraformFunction>([
  ['jsonencode', (value) => jsonEncode(value)],
  ['jsondecode', ofText(jsonDecode)],
  ['join', join],
  ['format', format],
  ['concat', (...lists) => (lists.every(Array.isArray) ? lists.flat() : UNKNOWN)],
  ['merge', (...maps) => (maps.every(isMap) ? Object.assign({}, ...maps) : UNKNOWN)],
  ['flatten', (list) => (Array.isArray(list) ? list.flat(Infinity) : UNKNOWN)],
  ['tolist', (list) => (Array.isArray(list) ? list : UNKNOWN)],
  ['tomap', (map) => (isMap(map) ? map : UNKNOWN)],
  ['toset', closed((list) => (Array.isArray(list) ? [...new Set(list)].sort() : UNKNOWN))],
  ['tostring', (value) => (isText(value) ? String(value) : UNKNOWN)],
  ['tonumber', ofNumbers((number) => number)],
  ['tobool', closed((value) => (['true', 'false'].includes(String(value)) ? String(value) === 'true' : UNKNOWN))],
  ['keys', (map) => (isMap(map) ? Object.keys(map).sort() : UNKNOWN)],
  [
    'values',
    (map) =>
      isMap(map)
        ? Object.keys(map)
            .sort()
            .map((key) => map[key])
        : UNKNOWN,
  ],
  ['lookup', closed((map, key, otherwise) => (isMap(map) ? (map[String(key)] ?? otherwise) : UNKNOWN))],
  ['element', (list, index) => element(list, index)],
  [
    'length',
    (value) => (Array.isArray(value) ? value.length : isMap(value) ? Object.keys(value).length : textLength(value)),
  ],
  ['contains', closed((list, item) => (Array.isArray(list) ? list.includes(item) : UNKNOWN))],
  ['compact', closed((list) => (Array.isArray(list) ? list.filter((item) => item !== '' && item !== null) : UNKNOWN))],
  ['distinct', closed((list) => (Array.isArray(list) ? [...new Set(list)] : UNKNOWN))],
  ['coalesce', closed((...values) => values.find((value) => value !== null && value !== ''))],
  ['replace', ofText(replace)],
  ['split', ofText((separator, text) => text.split(separator))],
  ['lower', ofText((text) => text.toLowerCase())],
  ['upper', ofText((text) => text.toUpperCase())],
  ['trimspace', ofText((text) => text.trim())],
  ['trimprefix', ofText((text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text))],
  ['trimsuffix', ofText((text, suffix) => (text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text))],
  ['substr', ofText(substr)],
  ['base64encode', ofText((text) => Buffer.from(text).toString('base64'))],
  ['abs', ofNumbers(Math.abs)],
  ['ceil', ofNumbers(Math.ceil)],
  ['floor', ofNumbers(Math.floor)],
  ['max', ofNumbers(Math.max)],
  ['min', ofNumbers(Math.min)],
]);

/** Terraform writes keys in order and escapes what HTML could take for its own. */
function jsonEncode(value: unknown): string {
  const text = JSON.stringify(sorted(value));
  return text.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function jsonDecode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNKNOWN;
  }
}

function join(separator: unknown, ...lists: readonly unknown[]): unknown {
  const items = lists.flat();
  return isText(separator) && items.every(isText) ? items.map(String).join(String(separator)) : UNKNOWN;
}

/** `%s`, `%d` and `%v`; a pattern with anything else stays. */
function format(pattern: unknown, ...values: readonly unknown[]): unknown {
  if (typeof pattern !== 'string' || isOpen(pattern) || !values.every(isText)) return UNKNOWN;
  if (/%[^sdv%]/.test(pattern)) return UNKNOWN;
  let next = 0;
  const text = pattern.replace(/%([sdv%])/g, (_, verb: string) => (verb === '%' ? '%' : String(values[next++])));
  return next === values.length ? text : UNKNOWN;
}

function element(list: unknown, index: unknown): unknown {
  if (!Array.isArray(list) || list.length === 0 || typeof index !== 'number') return UNKNOWN;
  return (list as unknown[])[((index % list.length) + list.length) % list.length];
}

function textLength(value: unknown): unknown {
  return typeof value === 'string' && !isOpen(value) ? [...value].length : UNKNOWN;
}

/** A pattern between slashes is a regular expression, in Go's syntax: it stays. */
function replace(text: string, pattern: string, by: string): unknown {
  return /^\/.*\/$/.test(pattern) ? UNKNOWN : text.replaceAll(pattern, () => by);
}

function substr(text: string, offset: string, length: string): string {
  const characters = [...text];
  const from = Number(offset) < 0 ? characters.length + Number(offset) : Number(offset);
  return characters.slice(from, Number(length) < 0 ? undefined : from + Number(length)).join('');
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
