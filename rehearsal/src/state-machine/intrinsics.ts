import { createHash } from 'node:crypto';
import type { Call } from './intrinsic-call';
import { parseCall } from './intrinsic-call';
import { parsePath } from './json-path';
import { StateError } from './state-error';

/** What the arguments of a function are read from. */
export interface Sources {
  valueAt(path: string): unknown;
  random(): number;
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const FUNCTIONS: Readonly<Record<string, (given: unknown[], random: () => number) => unknown>> = {
  Format: ([template, ...values]) => format(text(template), values),
  StringToJson: ([value]) => JSON.parse(text(value)) as unknown,
  JsonToString: ([value]) => JSON.stringify(value),
  Array: (values) => values,
  ArrayPartition: ([items, size]) => partition(list(items), number(size)),
  ArrayContains: ([items, value]) => list(items).some((item) => JSON.stringify(item) === JSON.stringify(value)),
  ArrayRange: ([from, to, step]) => range(number(from), number(to), number(step)),
  ArrayGetItem: ([items, index]) => present(list(items)[number(index)]),
  ArrayLength: ([items]) => list(items).length,
  ArrayUnique: ([items]) => [...new Map(list(items).map((item) => [JSON.stringify(item), item])).values()],
  Base64Encode: ([value]) => Buffer.from(text(value)).toString('base64'),
  Base64Decode: ([value]) => Buffer.from(text(value), 'base64').toString('utf8'),
  Hash: ([value, algorithm]) =>
    createHash(text(HASHES[text(algorithm)]))
      .update(typeof value === 'string' ? value : JSON.stringify(value))
      .digest('hex'),
  JsonMerge: ([one, other, isDeep]) => merge(one, other, isDeep),
  MathRandom: ([from, to], random) => Math.floor(number(from) + random() * (number(to) - number(from))),
  MathAdd: ([a, b]) => number(a) + number(b),
  StringSplit: ([value, separators]) => split(text(value), text(separators)),
  UUID: (_, random) => uuid(random),
};

/** Whether a text is a call of an intrinsic function rather than a path. */
export function isIntrinsic(written: string): boolean {
  return written.startsWith('States.');
}

/** Why a call cannot be evaluated here; undefined where it can. */
export function whyNotIntrinsic(written: string): string | undefined {
  const call = parseCall(written);
  return call === undefined ? `${written} cannot be read` : unknownIn(call);
}

/** The value of a call such as `States.Format('{}-x', $.name)`. */
export function callIntrinsic(written: string, sources: Sources): unknown {
  const call = parseCall(written);
  if (call === undefined) throw new StateError('States.IntrinsicFailure', `${written} cannot be read`);
  return evaluate(call, sources);
}

function evaluate({ name, given }: Call, sources: Sources): unknown {
  const values = given.map((argument) => {
    if (argument.kind === 'value') return argument.value;
    return argument.kind === 'path' ? sources.valueAt(argument.path) : evaluate(argument.call, sources);
  });
  try {
    return FUNCTIONS[name](values, () => sources.random());
  } catch (error) {
    throw new StateError('States.IntrinsicFailure', `States.${name}: ${(error as Error).message}`);
  }
}

function unknownIn({ name, given }: Call): string | undefined {
  if (!Object.hasOwn(FUNCTIONS, name)) return `States.${name} is not known`;
  for (const argument of given) {
    if (argument.kind === 'path' && parsePath(argument.path.replace('$$', '$')) === undefined) {
      return `path ${argument.path} is not played`;
    }
    const inner = argument.kind === 'call' ? unknownIn(argument.call) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function format(template: string, values: readonly unknown[]): string {
  let next = 0;
  const written = template.replace(/\\(.)|\{\}/g, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (next >= values.length) throw new Error('more {} than arguments');
    const value = values[next++];
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (next < values.length) throw new Error('fewer {} than arguments');
  return written;
}

function partition(items: readonly unknown[], size: number): unknown[] {
  if (!(size >= 1)) throw new Error('the size of a part must be at least 1');
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

const MOST_ITEMS = 1000;

function range(from: number, to: number, step: number): number[] {
  const count = Math.floor((to - from) / step) + 1;
  if (step === 0 || count > MOST_ITEMS)
    throw new Error(`a range has at most ${MOST_ITEMS} items and a step that is not 0`);
  return Array.from({ length: Math.max(0, count) }, (_, i) => from + i * step);
}

function merge(one: unknown, other: unknown, isDeep: unknown): unknown {
  if (isDeep !== false) throw new Error('only shallow merging is possible');
  if (!isObject(one) || !isObject(other)) throw new Error('two objects are needed');
  return { ...one, ...other };
}

function split(value: string, separators: string): string[] {
  const parts = [''];
  for (const character of value) {
    if (separators.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part !== '');
}

/** Of version 4 in its form; the same in every rehearsal. */
function uuid(random: () => number): string {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return '________-____-4___-8___-____________'.replaceAll('_', digit);
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('a string is needed');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new Error('a number is needed');
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('an array is needed');
  return value as unknown[];
}

function present(value: unknown): unknown {
  if (value === undefined) throw new Error('there is no such item');
  return value;
}
