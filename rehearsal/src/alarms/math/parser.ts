import { CannotEvaluate } from './cannot-evaluate';
import type { Expression, Operator } from './expression';
import type { Token } from './tokens';
import { tokenize } from './tokens';

/** Loosest first. CloudWatch documents the operators, not their precedence: this is the usual one. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

export function parseExpression(text: string): Expression {
  return new Parser(text).parse();
}

class Parser {
  private readonly tokens: Token[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = tokenize(text);
  }

  parse(): Expression {
    const expression = this.binary(0);
    if (this.peek().kind !== 'end') this.unexpected();
    return expression;
  }

  private binary(level: number): Expression {
    if (level === LEVELS.length) return this.negation();
    let left = this.binary(level + 1);
    while (this.peek().kind === 'symbol' && LEVELS[level].includes(this.peek().text)) {
      const operator = this.next().text as Operator;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
    return left;
  }

  private negation(): Expression {
    return this.take('-') ? { kind: 'negation', operand: this.negation() } : this.power();
  }

  /** Binds tighter than a minus before it, and to the right: -2^3^2 is -(2^(3^2)). */
  private power(): Expression {
    const left = this.primary();
    return this.take('^') ? { kind: 'binary', operator: '^', left, right: this.negation() } : left;
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'word') return this.word(token.text);
    if (token.kind === 'text') return { kind: 'text', text: token.text };
    if (token.text === '[') return { kind: 'array', items: this.list(']') };
    if (token.text === '(') {
      const inner = this.binary(0);
      this.expect(')');
      return inner;
    }
    this.position--;
    return this.unexpected();
  }

  private word(name: string): Expression {
    if (this.take('(')) return { kind: 'call', name, args: this.list(')') };
    return /^[a-z]/.test(name) ? { kind: 'id', name } : { kind: 'keyword', name };
  }

  private list(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.take(close)) return items;
    do items.push(this.binary(0));
    while (this.take(','));
    this.expect(close);
    return items;
  }

  private peek(): Token {
    return this.tokens[this.position];
  }

  private next(): Token {
    return this.tokens[this.position++];
  }

  private take(symbol: string): boolean {
    const found = this.peek().kind === 'symbol' && this.peek().text === symbol;
    if (found) this.position++;
    return found;
  }

  private expect(symbol: string): void {
    if (!this.take(symbol)) this.unexpected();
  }

  private unexpected(): never {
    throw new CannotEvaluate(`unexpected ${this.peek().text} in "${this.text}"`);
  }
}
