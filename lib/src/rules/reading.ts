import { numeric } from '../graph/reading';
import type { RuleContext } from './rule';

export type { Block } from '../graph/reading';
export { block, certain, entriesOf, isGiven, isOff, isOn, isUndecided, mayHaveMore } from '../graph/reading';

/** A number that is known; a template may write it as text. */
export function number(value: unknown, context: RuleContext): number | undefined {
  return context.isUnresolved(value) ? undefined : numeric(value);
}

/** A text that is known. */
export function text(value: unknown, context: RuleContext): string | undefined {
  return typeof value === 'string' && !context.isUnresolved(value) ? value : undefined;
}
