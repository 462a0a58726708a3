import type { RuleContext } from './rule';

/** A nested object of a property. */
export type Block = Readonly<Record<string, unknown>>;

export function block(value: unknown): Block | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Block) : undefined;
}

/** A number that is known; a template may write it as text. */
export function number(value: unknown, context: RuleContext): number | undefined {
  if (value === undefined || value === null || value === '' || context.isUnresolved(value)) return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}
