import type { AlarmState } from '../alarm-evaluator';
import { CannotEvaluate } from '../math/cannot-evaluate';
import type { Rule } from './rule';

const TOKEN = /\s*(?:"([^"]*)"|([(),])|([^\s(),"]+))/y;
const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies AlarmState[];

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Parses AlarmRule. AND binds tighter than OR, NOT tighter than both: the usual way, which AWS does not document. */
export function parseRule(text: string): Rule {
  return new RuleParser(text).parse();
}

class RuleParser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = tokenize(text);
  }

  parse(): Rule {
    const rule = this.joined('OR');
    if (this.position < this.tokens.length) this.unexpected();
    return rule;
  }

  private joined(word: 'OR' | 'AND'): Rule {
    const operands = [word === 'OR' ? this.joined('AND') : this.negation()];
    while (this.take(word)) operands.push(word === 'OR' ? this.joined('AND') : this.negation());
    return operands.length === 1 ? operands[0] : { kind: word === 'OR' ? 'or' : 'and', operands };
  }

  private negation(): Rule {
    return this.take('NOT') ? { kind: 'not', operand: this.negation() } : this.primary();
  }

  private primary(): Rule {
    if (this.take('(')) {
      const inner = this.joined('OR');
      this.expect(')');
      return inner;
    }
    if (this.take('TRUE')) return { kind: 'constant', value: true };
    if (this.take('FALSE')) return { kind: 'constant', value: false };
    if (this.take('AT_LEAST')) return this.atLeast();
    const state = this.state();
    this.expect('(');
    const rule: Rule = { kind: 'state', state, alarm: this.name() };
    this.expect(')');
    return rule;
  }

  /** AT_LEAST(2 or "50%", [NOT] STATE, (a, b, …)), from behind the word. */
  private atLeast(): Rule {
    this.expect('(');
    const amount = /^(\d+)(%)?$/.exec(this.tokens.at(this.position)?.text ?? '');
    if (amount === null) return this.unexpected();
    this.position++;
    this.expect(',');
    const isNegated = this.take('NOT');
    const state = this.state();
    this.expect(',');
    this.expect('(');
    const operands: Rule[] = [];
    do {
      const one: Rule = { kind: 'state', state, alarm: this.name() };
      operands.push(isNegated ? { kind: 'not', operand: one } : one);
    } while (this.take(','));
    this.expect(')');
    this.expect(')');
    const isShare = amount[2] !== undefined;
    return { kind: 'at-least', count: Number(amount[1]) / (isShare ? 100 : 1), isShare, operands };
  }

  private state(): AlarmState {
    const state = STATES.find((one) => this.take(one));
    return state === undefined ? this.unexpected() : (state as AlarmState);
  }

  /** A name, or the ARN of an alarm, in quotes or without. */
  private name(): string {
    const token = this.tokens.at(this.position);
    if (token === undefined || (!token.isQuoted && '(),'.includes(token.text))) return this.unexpected();
    this.position++;
    return alarmName(token.text);
  }

  private take(word: string): boolean {
    const token = this.tokens.at(this.position);
    const found = token !== undefined && !token.isQuoted && token.text === word;
    if (found) this.position++;
    return found;
  }

  private expect(word: string): void {
    if (!this.take(word)) this.unexpected();
  }

  private unexpected(): never {
    throw new CannotEvaluate(`unexpected ${this.tokens.at(this.position)?.text ?? 'the end'} in the rule ${this.text}`);
  }
}

/** The name in the ARN of an alarm; a name is one already. */
export function alarmName(text: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.*)$/.exec(text)?.[1] ?? text;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  for (let position = 0; position < source.length; position = TOKEN.lastIndex) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(source);
    if (match === null) throw new CannotEvaluate(`a quote that does not end in the rule ${text}`);
    const [, quoted, symbol, word] = match;
    tokens.push({ text: quoted ?? symbol ?? word, isQuoted: quoted !== undefined });
  }
  return tokens;
}
