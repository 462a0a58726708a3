import { STARTING_MINUTES } from '@inference-constructs/core/out/catalog/starting';
import { SCALABLE_DIMENSIONS } from '@inference-constructs/core/out/scaling/dimensions';
import type { Assumed } from './assumptions';
import { assumptionsOf, DEFAULT_START } from './assumptions';
import { Capacity } from './capacity';
import type { LoadTrace } from './load-trace';
import { metricValue } from './metric-values';
import { playersOf } from './players';
import type { ScalingInput, ScalingPolicy, SimulationOptions } from './scaling-input';
import type { ScalingResult } from './scaling-result';
import { Simulation } from './simulation';

/** Plays a load against scaling policies, minute by minute. Throws an InferenceError where a policy cannot be played. */
export function simulateScaling(input: ScalingInput, trace: LoadTrace, options: SimulationOptions = {}): ScalingResult {
  const { target, policies } = input;
  const { service = {}, startsAt = trace.startsAt } = options;
  const { players, stepSeconds } = playersOf(
    policies,
    ({ metric, statisticName }) => metricValue(metric, statisticName, trace, options),
    options.scaleIn,
  );
  const namespace = SCALABLE_DIMENSIONS[target.dimension]?.serviceNamespace ?? 'sagemaker';
  const provisioningSeconds =
    service.provisioningSeconds ?? STARTING_MINUTES[namespace === 'lambda' ? 'provisionedConcurrency' : 'cpu'] * 60;
  const unitRequestsPerMinute = service.requestsPerMinute ?? trackedRequests(policies);
  const simulation = new Simulation({
    input,
    trace,
    players,
    capacity: new Capacity(target.minCapacity, target.maxCapacity, target.initialCapacity, provisioningSeconds),
    stepSeconds,
    lagPeriods: options.lagPeriods ?? 1,
    startMinute: Math.floor((startsAt ?? DEFAULT_START).getTime() / 60_000),
    isAsynchronous: service.isAsynchronous === true,
    unitRequestsPerMinute,
  });
  const played = simulation.run();
  const assumed: Assumed = {
    provisioningSeconds,
    unitRequestsPerMinute,
    hasIdleMinutes: trace.requests.includes(0),
    startIsAssumed: startsAt === undefined && input.scheduledActions.length > 0,
    openMinutes: simulation.openMinutes,
  };
  const { pricePerUnitHour } = service;
  return {
    target: target.path,
    ...played,
    ...(pricePerUnitHour === undefined ? {} : { cost: played.unitHours * pricePerUnitHour }),
    assumptions: assumptionsOf(input, options, assumed),
  };
}

/** Whoever tracks requests per unit says how many a unit is meant to answer. */
function trackedRequests(policies: readonly ScalingPolicy[]): number | undefined {
  const tracked = policies.flatMap((policy) => {
    if (policy.kind !== 'target-tracking') return [];
    const [query, ...others] = policy.queries.metrics.values();
    const isRequests = others.length === 0 && /^InvocationsPer(Instance|Copy)$/.test(query.metric.name);
    return isRequests && policy.queries.expressions.size === 0 ? [policy.targetValue] : [];
  });
  return tracked.length === 0 ? undefined : Math.min(...tracked);
}
