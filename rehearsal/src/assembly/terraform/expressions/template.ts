import { parseExpression } from './parser';
import type { Part } from './syntax';

/**
 * Splits a text at its `${…}`. An expression that is not understood is kept by its source. `$${` stays as it is, so that
 * it is still told from an expression afterwards.
 */
export function parseTemplate(text: string): Part[] {
  const parts: Part[] = [];
  let rest = 0;
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at)) {
    if (text[at - 1] === '$') {
      at += 2;
      continue;
    }
    const end = closing(text, at + 2);
    if (end === undefined) break;
    if (at > rest) parts.push(text.slice(rest, at));
    const source = text.slice(at + 2, end).trim();
    parts.push({ expression: parseExpression(source), source });
    rest = at = end + 1;
  }
  if (rest < text.length) parts.push(text.slice(rest));
  return parts;
}

/** Where the brace closes that opened before a position; strings inside may hold braces. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') {
      const end = stringEnd(text, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return undefined;
}

/** Where a quoted string ends that began before a position. */
export function stringEnd(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
    else if (text.startsWith('${', at) && text[at - 1] !== '$') {
      const end = closing(text, at + 2);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
}
