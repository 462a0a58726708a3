import type { CostComparison, CostTotal } from './cost/cost-types';
import type { Report, ResourceChange } from './report-types';
import { dollars, plural } from './words';

/** How many resources are replaced, updated, created and deleted. */
export function countsText(resources: readonly ResourceChange[]): string {
  const words = [
    ['replaced', ['replace', 'may-replace']],
    ['updated in place', ['update']],
    ['created', ['create']],
    ['deleted', ['delete', 'retain']],
  ] as const;
  const parts = words.flatMap(([word, actions]) => {
    const count = resources.filter(({ action }) => (actions as readonly string[]).includes(action)).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? 'no resource changes' : parts.join(', ');
}

/** `$1.15 a month`, and what is not in it. */
export function totalText({ usd, notKnown }: CostTotal): string {
  const known = `${dollars(usd[1])} a month`;
  return notKnown === 0 ? known : `at least ${known}, ${plural(notKnown, 'price')} not known`;
}

export function costText({ total: { before, after } }: CostComparison): string {
  const same = before.usd[1] === after.usd[1] && before.notKnown === after.notKnown;
  return same ? `${totalText(after)}, as before` : `${totalText(before)} before, ${totalText(after)} after`;
}

/** The conclusion in a few words. */
export function headline({ conclusion, rehearsal }: Report): string {
  if (conclusion.against.length > 0) return `${plural(conclusion.against.length, 'thing')} against this change`;
  if (conclusion.exitCode === 1) return 'Nothing found against this change, but it could not be rehearsed';
  return rehearsal.played
    ? 'Nothing found against this change'
    : 'Nothing found against this change; it was not rehearsed';
}

export const ACTIONS = {
  replace: 'replace',
  'may-replace': 'may be replaced',
  update: 'update in place',
  create: 'create',
  delete: 'delete',
  retain: 'leave the stack, kept',
} as const;

/** The order in which changes are read: what hurts first. */
const ORDER = ['replace', 'may-replace', 'delete', 'retain', 'update', 'create'] as const;

export function byWeight(resources: readonly ResourceChange[]): ResourceChange[] {
  return [...resources].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
}

/** `3.2 kB` */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const unit = bytes < 1e6 ? 'kB' : bytes < 1e9 ? 'MB' : 'GB';
  return `${Number((bytes / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit]).toPrecision(3))} ${unit}`;
}

/** A number with its sign. */
export function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(value)}`;
}
