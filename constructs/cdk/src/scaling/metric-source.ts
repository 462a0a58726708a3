import type { IMetric, MetricConfig } from 'aws-cdk-lib/aws-cloudwatch';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { MetricSource, SourceMetric } from '@inference-constructs/core/out/scaling/metric-source';
import { singleMetric } from '@inference-constructs/core/out/scaling/metric-source';

/** What a policy looks at, from a metric or a math expression over metrics. */
export function metricSource(metric: IMetric): MetricSource {
  const config = metric.toMetricConfig();
  const { mathExpression } = config;
  if (mathExpression === undefined) return singleMetric(sourceMetric(config));
  const metrics = Object.entries(mathExpression.usingMetrics).map(
    ([id, used]) => [id, sourceMetric(used.toMetricConfig())] as const,
  );
  return { metrics: Object.fromEntries(metrics), expression: mathExpression.expression };
}

/** How long a datapoint of it is. */
export function periodSeconds(metric: IMetric): number {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  return metricStat?.period.toSeconds() ?? mathExpression?.period ?? 60;
}

function sourceMetric({ metricStat }: MetricConfig): SourceMetric {
  if (metricStat === undefined) {
    throw new InferenceError(
      'ExpressionNested',
      'metric (an expression within an expression): only metrics. write it as one expression',
    );
  }
  const { namespace, metricName, dimensions = [], statistic } = metricStat;
  return {
    namespace,
    name: metricName,
    dimensions: Object.fromEntries(dimensions.map(({ name, value }) => [name, String(value)])),
    statistic,
  };
}
