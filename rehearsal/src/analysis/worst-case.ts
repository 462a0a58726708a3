import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';
import { wholeInstances } from '../fleet/capacity';
import type { AlarmReach, Exposed, Timeline, WorstCase } from './analysis-types';
import { requestsBefore } from './timeline';

export interface ExpectedTraffic {
  readonly requestsPerMinute: number;
  /** How many requests a user sends while the deployment lasts. */
  readonly requestsPerUser: number;
}

/** Who meets a release that is bad from its first request on, before it can be rolled back. */
export function worstCase(timeline: Timeline, alarms: readonly AlarmReach[], traffic: ExpectedTraffic): WorstCase {
  const first = (minutes: readonly (number | undefined)[]): number | undefined => {
    const possible = minutes.filter((minute): minute is number => minute !== undefined && minute <= timeline.decidedAt);
    return possible.length === 0 ? undefined : Math.min(...possible);
  };
  const earliest = first(alarms.map(({ earliestMinute }) => earliestMinute));
  const whole = first(alarms.map(({ wholeWindowMinute }) => wholeWindowMinute));
  return {
    ...(earliest === undefined ? {} : { earliest: exposed(timeline, earliest, traffic) }),
    ...(whole === undefined ? {} : { wholeWindow: exposed(timeline, whole, traffic) }),
    undetected: exposed(timeline, timeline.decidedAt, traffic),
  };
}

/**
 * The most traffic that each shift to a second fleet can move. Capacity moves in whole instances, and AWS does not document how
 * it rounds: a tenth of two instances may be one.
 */
export function mostShifted(timeline: Timeline, { variants }: DeclaredEndpoint): Timeline {
  const sizes = variants.flatMap((variant) => instancesOf(variant).count ?? []).filter((size) => size > 0);
  const most = (percent: number): number =>
    Math.max(percent, ...sizes.map((size) => (100 * wholeInstances(percent / 100, size)) / size));
  return { ...timeline, phases: timeline.phases.map((phase) => ({ ...phase, percent: most(phase.percent) })) };
}

/** Requests are dealt by chance, whoever sends them: of a user's n requests each may be one of the exposed. */
function exposed(timeline: Timeline, minute: number, { requestsPerMinute, requestsPerUser }: ExpectedTraffic): Exposed {
  const requests = requestsBefore(timeline, minute, requestsPerMinute);
  const all = Math.max(0, minute - timeline.shiftsAt) * requestsPerMinute;
  const share = all === 0 ? 0 : requests / all;
  const users = (all / requestsPerUser) * (1 - (1 - share) ** requestsPerUser);
  return { minute, requests: Math.round(requests), users: Math.round(users) };
}
