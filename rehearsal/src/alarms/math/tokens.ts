import { CannotEvaluate } from './cannot-evaluate';

export interface Token {
  readonly kind: 'number' | 'word' | 'text' | 'symbol' | 'end';
  readonly text: string;
}

const PATTERN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|"([^"]*)"|'([^']*)'|(&&|\|\||[=!<>]=|[-+*/^<>()[\],]))/y;
const SYNONYMS: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  for (let position = 0; position < source.length; position = PATTERN.lastIndex) {
    PATTERN.lastIndex = position;
    const match = PATTERN.exec(source);
    if (match === null) {
      throw new CannotEvaluate(`unexpected ${JSON.stringify(source.slice(position).trimStart()[0])} in "${text}"`);
    }
    const [, number, word, doubleQuoted, singleQuoted, symbol] = match;
    const quoted = doubleQuoted ?? singleQuoted;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word === 'AND' || word === 'OR') tokens.push({ kind: 'symbol', text: word });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'symbol', text: SYNONYMS[symbol] ?? symbol });
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}
