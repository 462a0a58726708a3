import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';

/** A metric as CloudWatch stores it. */
export interface SourceMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** What a policy looks at: one metric, or an expression over several by their ids. */
export interface MetricSource {
  readonly metrics: Readonly<Record<string, SourceMetric>>;
  readonly expression?: string;
}

/** The statistics of the API that are words; a percentile needs a query. */
const PLAIN_STATISTICS = ['Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum'];

/** CloudWatch evaluates an alarm on at most so many metrics. */
const MAX_METRICS = 10;

export function singleMetric(metric: SourceMetric): MetricSource {
  return { metrics: { metric } };
}

export function checkSource({ metrics, expression }: MetricSource): void {
  const count = Object.keys(metrics).length;
  if (count < 1 || count > MAX_METRICS) {
    throw new InferenceError(
      'MetricCountOutOfRange',
      `metrics (${count}): from 1 to ${MAX_METRICS}. name the metrics of the expression`,
    );
  }
  if (count > 1 && expression === undefined) {
    throw new InferenceError(
      'ExpressionMissing',
      `metrics (${count}): 1 without an expression. say how they make one value`,
    );
  }
}

/** As a target tracking policy has it. */
export function trackedMetric(source: MetricSource): Properties {
  const single = plainMetric(source);
  if (single === undefined) return { Metrics: queries(source) };
  return { ...metricOf(single), Statistic: single.statistic };
}

/** As an alarm has it. */
export function alarmMetric(source: MetricSource, periodSeconds: number): Properties {
  const single = plainMetric(source);
  if (single === undefined) return { Metrics: queries(source, periodSeconds) };
  return { ...metricOf(single), Statistic: single.statistic, Period: periodSeconds };
}

/** The statistic of a source with one metric. */
export function statisticOf({ metrics, expression }: MetricSource): string | undefined {
  const [first] = Object.values(metrics);
  return expression === undefined ? first.statistic : undefined;
}

function plainMetric({ metrics, expression }: MetricSource): SourceMetric | undefined {
  const [first] = Object.values(metrics);
  return expression === undefined && PLAIN_STATISTICS.includes(first.statistic) ? first : undefined;
}

function queries({ metrics, expression }: MetricSource, periodSeconds?: number): Properties[] {
  const period = periodSeconds === undefined ? {} : { Period: periodSeconds };
  return [
    ...(expression === undefined ? [] : [{ Id: 'tracked', Expression: expression, ReturnData: true }]),
    ...Object.entries(metrics).map(([Id, metric]) => ({
      Id,
      ReturnData: expression === undefined,
      MetricStat: { Metric: metricOf(metric), ...period, Stat: metric.statistic },
    })),
  ];
}

function metricOf({ namespace, name, dimensions }: SourceMetric): Properties {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions)
      .map(([Name, Value]) => ({ Name, Value }))
      .sort((a, b) => (a.Name < b.Name ? -1 : 1)),
  };
}
