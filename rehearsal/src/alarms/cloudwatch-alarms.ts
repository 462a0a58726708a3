import { METRIC_LAG_SECONDS } from '@inference-constructs/core/out/monitoring/alarm';
import type { MetricStore } from '../metrics/metric-store';
import type { AlarmDefinition } from './alarm-definition';
import { evaluable, readAlarm } from './alarm-definition';
import type { AlarmEvaluator, AlarmState, AlarmStatus, DeclaredAlarm, UnpublishedMetric } from './alarm-evaluator';
import type { MetricQuery } from './alarm-queries';
import { alarmState } from './alarm-state';
import { evaluate, evaluateSeries } from './math/evaluate';
import type { Series, Value } from './math/value';
import { series } from './math/value';

/** CloudWatch fetches more datapoints than it needs; how many more is not published. In its one example: 5 for 3. */
const EXTRA_PERIODS = 2;

/** Minutes until a datapoint can be seen by an alarm. */
const LAG_MINUTES = METRIC_LAG_SECONDS / 60;

/** Evaluates alarms as CloudWatch's guide describes it for sliding windows, once a virtual minute. */
export class CloudWatchAlarms implements AlarmEvaluator {
  readonly longestWindow: number;
  private readonly definitions: readonly AlarmDefinition[];
  private readonly states = new Map<AlarmDefinition, AlarmState>();

  /** Throws an InferenceError for an alarm that cannot be evaluated. */
  constructor(
    alarms: readonly DeclaredAlarm[],
    private readonly store: MetricStore,
  ) {
    this.definitions = alarms.map(readAlarm);
    this.longestWindow = Math.max(
      0,
      ...this.definitions.map(({ queries, window }) => queries.periodMinutes * window.evaluationPeriods),
    );
  }

  evaluate(minute: number): AlarmStatus[] {
    return this.definitions.map((definition) => {
      const points = evaluable(definition.declared, () => this.watched(definition, minute));
      const breaching = points.map((point) => (point === undefined ? undefined : definition.breaches(point)));
      const before = this.states.get(definition) ?? 'INSUFFICIENT_DATA';
      const state = alarmState(breaching, definition.window, before);
      this.states.set(definition, state);
      return { alarm: definition.declared, state, value: points.at(-1), threshold: definition.threshold };
    });
  }

  unpublished(): UnpublishedMetric[] {
    return this.definitions.flatMap(({ declared, queries }) =>
      [...queries.metrics.values()]
        .filter(({ metric }) => !this.store.has(metric))
        .map(({ metric }) => ({ alarm: declared, metric })),
    );
  }

  private watched({ queries, window }: AlarmDefinition, minute: number): Series {
    const length = window.evaluationPeriods + EXTRA_PERIODS;
    const known = new Map<string, Value>();
    const scope = {
      length,
      value: (id: string): Value => {
        const expression = queries.expressions.get(id);
        const value =
          known.get(id) ??
          (expression === undefined
            ? series(this.read(queries.metrics.get(id) as MetricQuery, minute, length))
            : evaluate(expression, scope));
        known.set(id, value);
        return value;
      },
    };
    return evaluateSeries(queries.watched, scope);
  }

  /** One datapoint a period; the last period ends now, and what has not arrived yet is not in it. */
  private read({ metric, statistic, periodMinutes }: MetricQuery, minute: number, length: number): Series {
    const arrived = minute - LAG_MINUTES + 1;
    return Array.from({ length }, (_, i) => {
      const end = minute - (length - 1 - i) * periodMinutes;
      const samples = this.store.samples(metric, end - periodMinutes, Math.min(end, arrived));
      return samples.length === 0 ? undefined : statistic(samples);
    });
  }
}
