import type { AlarmReach, Exposed, Timeline, WorstCase } from './analysis-types';
import { requestsBefore } from './timeline';
import type { RequestRate } from '../traffic/request-rate';
import { requestsBetween } from '../traffic/request-rate';

export interface ExpectedTraffic {
  readonly rate: RequestRate;
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

/** Requests are dealt by chance, whoever sends them: of a user's n requests each may be one of the exposed. */
function exposed(timeline: Timeline, minute: number, { rate, requestsPerUser }: ExpectedTraffic): Exposed {
  const requests = requestsBefore(timeline, minute, rate);
  const all = requestsBetween(rate, timeline.shiftsAt, minute);
  const share = all === 0 ? 0 : requests / all;
  const users = (all / requestsPerUser) * (1 - (1 - share) ** requestsPerUser);
  return { minute, requests: Math.round(requests), users: Math.round(users) };
}
