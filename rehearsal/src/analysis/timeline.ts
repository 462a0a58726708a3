import type { RequestRate } from '../traffic/request-rate';
import { requestsBetween } from '../traffic/request-rate';
import type { Phase, Timeline } from './analysis-types';

type Part = Omit<Phase, 'from' | 'to' | 'isAssumed'> & { readonly minutes: number; readonly isAssumed?: boolean };

/** Phases one after the other; a rollback is possible until `decidedAt`, by default until the last bake ends. */
export function timelineOf(parts: readonly Part[], timeoutAt?: number): Timeline {
  let at = 0;
  const phases = parts
    .map(({ minutes, isAssumed = false, kind, percent }): Phase => {
      const from = at;
      at += minutes;
      return { kind, from, to: at, percent, isAssumed };
    })
    .filter(({ from, to }) => to > from);
  const bakes = phases.filter(({ kind }) => kind === 'bake');
  const shiftsAt = parts.findIndex(({ percent }) => percent > 0);
  const begin = parts.slice(0, Math.max(0, shiftsAt)).reduce((sum, { minutes }) => sum + minutes, 0);
  return {
    phases,
    shiftsAt: begin,
    decidedAt: bakes.at(-1)?.to ?? begin,
    endsAt: at,
    ...(timeoutAt === undefined ? {} : { timeoutAt }),
  };
}

/** Requests that meet the new release before a minute. */
export function requestsBefore({ phases }: Timeline, minute: number, rate: Pick<RequestRate, 'at'>): number {
  return phases.reduce(
    (sum, { from, to, percent }) => sum + (requestsBetween(rate, from, Math.min(to, minute)) * percent) / 100,
    0,
  );
}
