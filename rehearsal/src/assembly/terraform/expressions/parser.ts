import type { Expression } from './syntax';
import { parseTemplate, stringEnd } from './template';

/** Operators from the loosest to the tightest. */
const BINARY = [['||'], ['&&'], ['==', '!='], ['>=', '<=', '>', '<'], ['+', '-'], ['*', '/', '%']] as const;
const WORD = /[A-Za-z_][\w-]*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /\s*/y;
const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

class NotUnderstood extends Error {}

/** Undefined where the expression is not understood here. */
export function parseExpression(source: string): Expression | undefined {
  try {
    return new Parser(source).whole();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Expression {
    const expression = this.expression();
    this.space();
    if (this.at < this.text.length) throw new NotUnderstood();
    return expression;
  }

  private expression(): Expression {
    const condition = this.binary(0);
    if (!this.takes('?')) return condition;
    const yes = this.expression();
    this.expect(':');
    return { kind: 'choice', condition, yes, no: this.expression() };
  }

  private binary(level: number): Expression {
    if (level === BINARY.length) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = BINARY[level].find((one) => this.takes(one));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    const operator = ['!', '-'].find((one) => this.takes(one));
    return operator === undefined ? this.postfix() : { kind: 'unary', operator, operand: this.unary() };
  }

  private postfix(): Expression {
    this.space();
    const from = this.at;
    let value = this.primary();
    for (;;) {
      if (this.text[this.at] === '.' && this.text[this.at + 1] !== '.') {
        this.at++;
        value = this.step(value, { kind: 'literal', value: this.match(WORD) ?? this.index() }, from);
      } else if (this.text[this.at] === '[') {
        this.at++;
        const key = this.expression();
        this.expect(']');
        value = this.step(value, key, from);
      } else return value;
    }
  }

  private step(of: Expression, key: Expression, from: number): Expression {
    if (of.kind !== 'traversal') return { kind: 'get', of, key };
    return { ...of, steps: [...of.steps, key], source: this.text.slice(from, this.at) };
  }

  private index(): number {
    const digits = this.match(/\d+/y);
    if (digits === undefined) throw new NotUnderstood();
    return Number(digits);
  }

  private primary(): Expression {
    if (this.takes('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.takes('[')) return { kind: 'list', items: this.until(']', () => this.expression()) };
    if (this.takes('{')) return { kind: 'object', entries: this.until('}', () => this.entry()) };
    if (this.takes('"')) return this.string();
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const word = this.match(WORD);
    if (word === undefined || word === 'for') throw new NotUnderstood();
    if (Object.hasOwn(LITERALS, word)) return { kind: 'literal', value: LITERALS[word] };
    if (this.takes('(')) return { kind: 'call', name: word, given: this.until(')', () => this.expression()) };
    return { kind: 'traversal', root: word, steps: [], source: word };
  }

  /** `key = value`; a bare word is a key, not a reference. */
  private entry(): readonly [Expression, Expression] {
    this.space();
    const word = this.match(/[A-Za-z_][\w-]*(?=\s*[=:])/y);
    const key: Expression = word === undefined ? this.expression() : { kind: 'literal', value: word };
    if (!this.takes('=')) this.expect(':');
    return [key, this.expression()];
  }

  private until<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.takes(end)) {
      items.push(item());
      if (!this.takes(',') && end !== '}') {
        this.expect(end);
        break;
      }
    }
    return items;
  }

  private string(): Expression {
    const end = stringEnd(this.text, this.at);
    if (end === undefined) throw new NotUnderstood();
    const written = this.text.slice(this.at, end);
    this.at = end + 1;
    const parts = parseTemplate(written).map((part) => (typeof part === 'string' ? unescaped(part) : part));
    return { kind: 'template', parts };
  }

  private takes(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private expect(token: string): void {
    if (!this.takes(token)) throw new NotUnderstood();
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (whole, escaped: string) => ESCAPES[escaped] ?? whole);
}
