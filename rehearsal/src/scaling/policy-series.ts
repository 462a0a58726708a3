import type { AlarmQueries, MetricQuery } from '../alarms/alarm-queries';
import { evaluate, evaluateSeries } from '../alarms/math/evaluate';
import { isPointwise } from '../alarms/math/pointwise';
import type { Scope } from '../alarms/math/scope';
import type { Series, Value } from '../alarms/math/value';
import { series } from '../alarms/math/value';
import type { MetricValue, Served } from './metric-values';

type Aggregate = (values: readonly number[]) => number;

const total: Aggregate = (values) => values.reduce((sum, value) => sum + value, 0);
const mean: Aggregate = (values) => total(values) / values.length;
const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  Sum: total,
  SampleCount: total,
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
};

interface Recorded {
  readonly aggregate: Aggregate;
  readonly value: MetricValue;
  /** Of each interval. */
  readonly values: (number | undefined)[];
  /** Of the steps of the interval that is not over. */
  readonly steps: number[];
}

/**
 * What a policy's alarms look at: its metrics, interval by interval, and the expression over them. An interval is the time
 * between two evaluations; a period is one or more of them.
 */
export class PolicySeries {
  private readonly recorded: ReadonlyMap<string, Recorded>;
  /** The same, in a list: they are all asked in every step. */
  private readonly all: readonly Recorded[];
  private readonly intervalsPerPeriod: number;
  private readonly stepsPerInterval: number;
  /** Every datapoint of what is watched, where each stands for itself. */
  private readonly watched: (number | undefined)[] | undefined;
  private stepsTaken = 0;

  constructor(
    private readonly queries: AlarmQueries,
    readonly intervalSeconds: number,
    stepSeconds: number,
    valueOf: (query: MetricQuery) => MetricValue,
  ) {
    this.recorded = new Map(
      [...queries.metrics].map(([id, query]) => [
        id,
        { aggregate: AGGREGATES[query.statisticName] ?? mean, value: valueOf(query), values: [], steps: [] },
      ]),
    );
    this.all = [...this.recorded.values()];
    this.stepsPerInterval = intervalSeconds / stepSeconds;
    this.intervalsPerPeriod = Math.round((queries.periodMinutes * 60) / intervalSeconds);
    const standAlone = isPointwise(queries.watched, queries.expressions);
    this.watched = this.intervalsPerPeriod === 1 && standAlone ? [] : undefined;
  }

  /** Takes one step; tells the metrics whose intervals are over with it. */
  record(served: Served): void {
    this.stepsTaken++;
    const isOver = this.stepsTaken % this.stepsPerInterval === 0;
    for (const { value, values, steps, aggregate } of this.all) {
      const now = value(served);
      if (this.stepsPerInterval === 1) {
        values.push(now);
        continue;
      }
      if (now !== undefined) steps.push(now);
      if (isOver) values.push(steps.length === 0 ? undefined : aggregate(steps.splice(0)));
    }
    if (isOver) this.watched?.push(this.watchedPoints(1, this.stepsTaken / this.stepsPerInterval)[0]);
  }

  /** The datapoints of so many periods, the last of which ends with interval `end`. */
  points(length: number, end: number): Series {
    if (this.watched === undefined) return this.watchedPoints(length, end);
    const points = this.watched.slice(Math.max(0, end - length), end);
    return points.length === length ? points : [...new Array<undefined>(length - points.length), ...points];
  }

  /** The newest of them, where each stands for itself; else nothing is known of it. */
  newest(end: number): { readonly value: number | undefined } | undefined {
    return this.watched === undefined ? undefined : { value: this.watched[end - 1] };
  }

  private watchedPoints(length: number, end: number): Series {
    const { expressions, watched, metrics, periodMinutes } = this.queries;
    if (watched.kind === 'id' && !expressions.has(watched.name)) return this.metric(watched.name, length, end);
    const known = new Map<string, Value>();
    const scope: Scope = {
      length,
      periodSeconds: periodMinutes * 60,
      metrics: [...metrics.keys()],
      value: (id) => {
        const expression = expressions.get(id);
        const value =
          known.get(id) ??
          (expression === undefined ? series(this.metric(id, length, end)) : evaluate(expression, scope));
        known.set(id, value);
        return value;
      },
    };
    return evaluateSeries(watched, scope);
  }

  private metric(id: string, length: number, end: number): Series {
    const { values, aggregate } = this.recorded.get(id) as Recorded;
    const intervals = this.intervalsPerPeriod;
    const from = end - length * intervals;
    if (intervals === 1 && from >= 0) return values.slice(from, end);
    return Array.from({ length }, (_, i) => {
      const begin = from + i * intervals;
      if (begin < 0) return undefined;
      const present = values.slice(begin, begin + intervals).filter((value): value is number => value !== undefined);
      return present.length === 0 ? undefined : aggregate(present);
    });
  }
}
