import { SCALABLE_DIMENSIONS } from '@inference-constructs/core/out/scaling/dimensions';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import type { Assumed } from './assumptions';
import { assumptionsOf, DEFAULT_START, PROVISIONING_SECONDS } from './assumptions';
import { Capacity } from './capacity';
import type { LoadTrace } from './load-trace';
import { metricValue } from './metric-values';
import type { PolicyPlayer } from './policy-player';
import { PolicySeries } from './policy-series';
import type { ScalingInput, ScalingPolicy, SimulationOptions } from './scaling-input';
import type { ScalingResult } from './scaling-result';
import { Simulation } from './simulation';
import { StepPlayer } from './step-player';
import { TrackingPlayer } from './tracking-player';

/** Plays a load against scaling policies, minute by minute. Throws an InferenceError where a policy cannot be played. */
export function simulateScaling(input: ScalingInput, trace: LoadTrace, options: SimulationOptions = {}): ScalingResult {
  const { target, policies } = input;
  const { service = {}, startsAt = trace.startsAt } = options;
  const stepSeconds = Math.min(60, ...policies.map((policy) => Math.round(queriesOf(policy).periodMinutes * 60)));
  const players = policies.map((policy) => playerOf(policy, trace, options, stepSeconds));
  const namespace = SCALABLE_DIMENSIONS[target.dimension]?.serviceNamespace ?? 'sagemaker';
  const provisioningSeconds = service.provisioningSeconds ?? PROVISIONING_SECONDS[namespace];
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

function playerOf(
  policy: ScalingPolicy,
  trace: LoadTrace,
  options: SimulationOptions,
  stepSeconds: number,
): PolicyPlayer {
  try {
    const queries = queriesOf(policy);
    const intervalSeconds = Math.min(60, Math.round(queries.periodMinutes * 60));
    const series = new PolicySeries(queries, intervalSeconds, stepSeconds, ({ metric, statisticName }) =>
      metricValue(metric, statisticName, trace, options),
    );
    return policy.kind === 'target-tracking'
      ? new TrackingPlayer(policy, series, options.scaleIn ?? 'proportional')
      : new StepPlayer(policy, series);
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    throw new InferenceError(
      'ScalingNotPlayable',
      `cannot play ${error.message}. give what it needs, or simulate without the policy`,
      policy.path,
    );
  }
}

function queriesOf(policy: ScalingPolicy) {
  return policy.kind === 'target-tracking' ? policy.queries : policy.alarm.queries;
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
