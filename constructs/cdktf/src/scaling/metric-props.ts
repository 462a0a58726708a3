import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { MetricSource, SourceMetric } from '@inference-constructs/core/out/scaling/metric-source';

/** What a policy looks at. */
export interface MetricProps {
  /**
   * Metrics by the ids that the expression uses: from 1 to 10, else `MetricCountOutOfRange`. `metricInvocations()` and its
   * like give them.
   */
  readonly metrics: { readonly [id: string]: CloudwatchMetricAlarmMetricQueryMetric };

  /**
   * How the metrics make one value, in CloudWatch's metric math.
   *
   * @default - the one metric; `ExpressionMissing` where there are more
   */
  readonly expression?: string;
}

export function metricSource({ metrics, expression }: MetricProps): MetricSource {
  const entries = Object.entries(metrics).map(([id, metric]) => [id, sourceMetric(metric)] as const);
  return { metrics: Object.fromEntries(entries), ...(expression === undefined ? {} : { expression }) };
}

/** How long a datapoint is: the longest period of the metrics. */
export function periodSeconds({ metrics }: MetricProps): number {
  return Math.max(...Object.values(metrics).map(({ period = 60 }) => period));
}

function sourceMetric(metric: CloudwatchMetricAlarmMetricQueryMetric): SourceMetric {
  return {
    namespace: metric.namespace ?? '',
    name: metric.metricName,
    dimensions: metric.dimensions ?? {},
    statistic: metric.stat,
  };
}
