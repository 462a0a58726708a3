import { METRIC_LAG_SECONDS } from '@inference-constructs/core/out/monitoring/alarm';
import type { MetricStore } from '../metrics/metric-store';
import { count } from '../metrics/samples';
import type { AlarmQueries, MetricQuery } from './alarm-queries';
import { evaluate, evaluateSeries } from './math/evaluate';
import type { Series, Value } from './math/value';
import { finite, series } from './math/value';

/** The first minute of which nothing can be seen yet. */
export function arrivedBefore(minute: number): number {
  return minute - METRIC_LAG_SECONDS / 60 + 1;
}

/** What an alarm sees at one time: a datapoint for each period, which are given by their ends, oldest first. */
export class Datapoints {
  private readonly read = new Map<string, Series>();

  constructor(
    private readonly queries: AlarmQueries,
    private readonly store: MetricStore,
    private readonly ends: readonly number[],
    private readonly arrived: number,
  ) {}

  /** Of what the alarm watches, as if only the newest `length` periods had been retrieved. */
  watched(length: number): Series {
    const { queries } = this;
    const known = new Map<string, Value>();
    const scope = {
      length,
      periodSeconds: queries.periodMinutes * 60,
      metrics: [...queries.metrics.keys()],
      value: (id: string): Value => {
        const expression = queries.expressions.get(id);
        const value =
          known.get(id) ??
          (expression === undefined
            ? series(this.metric(queries.metrics.get(id) as MetricQuery).slice(-length))
            : evaluate(expression, scope));
        known.set(id, value);
        return value;
      },
    };
    return evaluateSeries(queries.watched, scope);
  }

  /** How many samples each of the newest periods has, periods without any left out; of an alarm's only metric. */
  sampleCounts(length: number): number[] {
    const [query] = this.queries.metrics.values();
    const counts = this.metric({ ...query, id: `${query.id} samples`, statistic: count }).slice(-length);
    return counts.filter((one): one is number => one !== undefined);
  }

  private metric({ id, metric, statistic, periodMinutes }: MetricQuery): Series {
    const known = this.read.get(id);
    if (known !== undefined) return known;
    const points = this.ends.map((end) => {
      const samples = this.store.samples(metric, end - periodMinutes, Math.min(end, this.arrived));
      return samples.length === 0 ? undefined : finite(statistic(samples));
    });
    this.read.set(id, points);
    return points;
  }
}
