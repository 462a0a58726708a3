import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';

const resolver = new DefaultTokenResolver(new StringConcat());

/** A value as it will stand in the JSON that Terraform reads. What is written out is copied, which takes CDKTF long. */
export function resolveTokens(scope: Construct, value: unknown): unknown {
  const whole = (each: unknown) => Tokenization.resolve(each, { scope, resolver, preparing: false }) as unknown;
  const resolved = (each: unknown): unknown => {
    if (isLiteral(each)) return each;
    if (Array.isArray(each)) {
      const isList = each.every((item) => typeof item === 'object' || isLiteral(item));
      return isList ? each.map(resolved).filter((item) => item !== undefined) : whole(each);
    }
    if (!isPlain(each) || !Object.keys(each).every(isLiteral)) return whole(each);
    const entries = Object.entries(each).map(([key, item]): [string, unknown] => [key, resolved(item)]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return resolved(value);
}

/** What can neither be a token, nor hold one, nor look like one. */
function isLiteral(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return !MARKS.test(value);
    case 'number':
      return Math.abs(value) < LARGEST_LITERAL;
    case 'object':
      return value === null;
    default:
      return value === undefined || typeof value === 'boolean';
  }
}

/** Tokens, what is escaped beside them, numbers that are one, and what stands for an entry of a map. */
const MARKS = /[{}]|e\+|Token/;
const LARGEST_LITERAL = 1e8;

/** Tokens of CDKTF are objects of classes. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
