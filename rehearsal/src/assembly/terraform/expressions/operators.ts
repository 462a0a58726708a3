import { UNKNOWN } from '../../intrinsics/scope';
import { isOpen } from './open';

export function unary(operator: string, operand: unknown): unknown {
  if (operator === '!') return typeof operand === 'boolean' ? !operand : UNKNOWN;
  return typeof operand === 'number' ? -operand : UNKNOWN;
}

export function binary(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '&&' || operator === '||') return logical(operator, left, right);
  if (isOpen(left) || isOpen(right)) return UNKNOWN;
  if (operator === '==') return same(left, right);
  if (operator === '!=') return !same(left, right);
  if (typeof left !== 'number' || typeof right !== 'number') return UNKNOWN;
  return ARITHMETIC[operator]?.(left, right) ?? UNKNOWN;
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number | boolean | undefined>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? undefined : left / right),
  '%': (left, right) => (right === 0 ? undefined : left % right),
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

function logical(operator: '&&' | '||', left: unknown, right: unknown): unknown {
  if (typeof left !== 'boolean' || typeof right !== 'boolean') return UNKNOWN;
  return operator === '&&' ? left && right : left || right;
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
