import { InferenceError } from '@inference-constructs/core/out/errors';
import type { AlarmQueries, MetricQuery } from '../alarms/alarm-queries';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import type { MetricValue } from './metric-values';
import type { PolicyPlayer } from './policy-player';
import { PolicySeries } from './policy-series';
import type { ScalingPolicy, SimulationOptions } from './scaling-input';
import { StepPlayer } from './step-player';
import { TrackingPlayer } from './tracking-player';

/** How policies are played together. */
export interface Players {
  readonly players: readonly PolicyPlayer[];
  /** As short as the shortest of their periods, at most a minute. */
  readonly stepSeconds: number;
}

/**
 * Throws an InferenceError where a policy cannot be played.
 * @param valueOf what a metric is in a step; may throw CannotEvaluate
 */
export function playersOf(
  policies: readonly ScalingPolicy[],
  valueOf: (query: MetricQuery) => MetricValue,
  scaleIn: NonNullable<SimulationOptions['scaleIn']> = 'proportional',
): Players {
  const stepSeconds = Math.min(60, ...policies.map((policy) => Math.round(queriesOf(policy).periodMinutes * 60)));
  const playerOf = (policy: ScalingPolicy): PolicyPlayer => {
    try {
      const queries = queriesOf(policy);
      const intervalSeconds = Math.min(60, Math.round(queries.periodMinutes * 60));
      const series = new PolicySeries(queries, intervalSeconds, stepSeconds, valueOf);
      return policy.kind === 'target-tracking'
        ? new TrackingPlayer(policy, series, scaleIn)
        : new StepPlayer(policy, series);
    } catch (error) {
      if (!(error instanceof CannotEvaluate)) throw error;
      throw new InferenceError(
        'ScalingNotPlayable',
        `cannot play ${error.message}. give what it needs, or simulate without the policy`,
        policy.path,
      );
    }
  };
  return { players: policies.map(playerOf), stepSeconds };
}

function queriesOf(policy: ScalingPolicy): AlarmQueries {
  return policy.kind === 'target-tracking' ? policy.queries : policy.alarm.queries;
}
