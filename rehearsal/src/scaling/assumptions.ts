import type { PolicyPlayer } from './policy-player';
import type { ScalingInput, SimulationOptions } from './scaling-input';

/** A Monday. */
export const DEFAULT_START = new Date('2026-01-05T00:00:00Z');

export interface Assumed {
  readonly provisioningSeconds: number;
  readonly unitRequestsPerMinute?: number;
  readonly hasIdleMinutes: boolean;
  readonly startIsAssumed: boolean;
  /** Minutes at which AWS leaves the state of a policy's alarm open. */
  readonly openMinutes: ReadonlyMap<PolicyPlayer, ReadonlySet<number>>;
}

/** Where AWS publishes no law, or nobody said: what was taken instead. */
export function assumptionsOf(
  { policies, scheduledActions }: ScalingInput,
  options: SimulationOptions,
  on: Assumed,
): string[] {
  const { service = {}, lagPeriods = 1, scaleIn = 'proportional', publishesZero = false } = options;
  const tracks = policies.filter(({ kind }) => kind === 'target-tracking');
  const isHighResolution = tracks.some(
    (policy) => policy.kind === 'target-tracking' && policy.queries.periodMinutes < 1,
  );
  return [
    ...(service.provisioningSeconds === undefined
      ? [`added capacity serves after ${on.provisioningSeconds} s: AWS gives no figure, it depends on image and model`]
      : []),
    'removed capacity is gone at once, and added capacity is paid for from the decision on',
    `a datapoint can be seen ${lagPeriods === 1 ? 'one period' : `${lagPeriods} periods`} after its period ended`,
    ...(tracks.length > 0
      ? [
          'target tracking asks for capacity × metric ÷ target, rounded up, with the capacity that was in service when the metric was measured: AWS does not publish the law',
          scaleIn === 'one-step'
            ? 'target tracking removes one unit at a time: AWS only says that it scales in more gradually'
            : 'target tracking removes as much as the metric says: AWS only says that it scales in more gradually',
          'its alarms are those that are observed: above the target for 3 datapoints, below 90 % of it for 15',
        ]
      : []),
    ...(isHighResolution
      ? [
          'alarms on 10-second metrics look at 3 datapoints above and 90 below the target: AWS does not publish how many',
        ]
      : []),
    ...(on.hasIdleMinutes && !publishesZero
      ? [
          'without requests no metric of requests is published, so that target tracking does not scale in: as SageMaker documents it',
        ]
      : []),
    ...(service.requestsPerMinute === undefined && on.unitRequestsPerMinute !== undefined
      ? [`a unit can answer ${on.unitRequestsPerMinute} requests per minute, the target of the policy`]
      : []),
    ...(on.startIsAssumed ? [`the trace begins on ${DEFAULT_START.toISOString()}: no time was given`] : []),
    ...(scheduledActions.length > 0
      ? [
          'a scheduled action that comes while the resource is updating fails; one in an hour that the clock skips is left out',
        ]
      : []),
    ...[...on.openMinutes].map(
      ([{ path }, minutes]) =>
        `datapoints of ${path} are missing, and CloudWatch leaves open whether its alarm is in ALARM in ${minutes.size} ` +
        `minutes from minute ${Math.min(...minutes)} on: the guide's example was followed`,
    ),
  ];
}
