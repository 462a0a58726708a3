import type { Timeline } from './analysis-types';
import type { EndpointStrategy } from './endpoint-strategy';
import { timelineOf } from './timeline';

/** A fleet to start, a bake after every shift, and the wait before the old fleet goes. */
export function endpointTimeline(strategy: EndpointStrategy): Timeline {
  const { kind, shares, startMinutes, bakeMinutes, terminationMinutes, timeoutMinutes } = strategy;
  const provision = (percent: number) => ({
    kind: 'provision' as const,
    percent,
    minutes: startMinutes,
    isAssumed: true,
  });
  const bake = (percent: number) => ({ kind: 'bake' as const, percent, minutes: bakeMinutes });
  const phases =
    kind === 'rolling'
      ? shares.flatMap((percent, i) => [provision(shares[i - 1] ?? 0), bake(percent)])
      : [provision(0), ...shares.map(bake)];
  return timelineOf([...phases, { kind: 'termination', percent: 100, minutes: terminationMinutes }], timeoutMinutes);
}
