/** An argument of a call: what is written, a path to it, or another call. */
export type Argument =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly call: Call };

/** A call as it is written, such as `States.Format('{}-x', $.name)`. */
export interface Call {
  readonly name: string;
  readonly given: readonly Argument[];
}

const NAME = /\s*States\.(\w+)\(/y;
const LITERAL = /\s*(?:'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;
/** Brackets of a path may hold commas and parentheses. */
const PATH = /\s*(\$(?:\[(?:'[^']*'|[^\]])*\]|[^,)[\s])*)/y;

/** Reads a call; undefined where it is none. */
export function parseCall(written: string): Call | undefined {
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = position;
    const match = pattern.exec(written) ?? undefined;
    if (match !== undefined) position = pattern.lastIndex;
    return match;
  };
  const argument = (): Argument | undefined => {
    const literal = take(LITERAL);
    if (literal !== undefined) {
      const [, quoted, digits, word] = literal;
      if (quoted !== undefined) return { kind: 'value', value: quoted };
      return { kind: 'value', value: JSON.parse(digits ?? word) as unknown };
    }
    const path = take(PATH);
    if (path !== undefined) return { kind: 'path', path: path[1] };
    const inner = call();
    return inner && { kind: 'call', call: inner };
  };
  const call = (): Call | undefined => {
    const name = take(NAME)?.[1];
    if (name === undefined) return undefined;
    const given: Argument[] = [];
    if (take(/\s*\)/y) !== undefined) return { name, given };
    do {
      const one = argument();
      if (one === undefined) return undefined;
      given.push(name === 'Format' && given.length === 0 ? one : unescaped(one));
    } while (take(/\s*,/y) !== undefined);
    return take(/\s*\)/y) === undefined ? undefined : { name, given };
  };
  const read = call();
  return written.slice(position).trim() === '' ? read : undefined;
}

/** Of a template the escaped braces are still to be told from the others. */
function unescaped(argument: Argument): Argument {
  if (argument.kind !== 'value' || typeof argument.value !== 'string') return argument;
  return { kind: 'value', value: argument.value.replace(/\\(.)/g, '$1') };
}
