import type { Properties } from '../../plan/plan';
import type { Reading } from './reading';

export const cloudWatchReadings: Readonly<Record<string, Reading>> = {
  aws_cloudwatch_log_group: {
    type: 'AWS::Logs::LogGroup',
    names: { name: 'LogGroupName' },
    // Named as the API names it, because it is not CloudFormation's Arn: see references.
    attributes: { arn: 'LogGroupArn' },
  },
  aws_cloudwatch_metric_alarm: {
    type: 'AWS::CloudWatch::Alarm',
    names: {
      metric_query: 'Metrics',
      ok_actions: 'OKActions',
      evaluate_low_sample_count_percentiles: 'EvaluateLowSampleCountPercentile',
    },
    repeated: ['metric_query'],
    maps: ['dimensions', 'metric_query.metric.dimensions'],
    attributes: { alarm_name: 'Ref' },
    reshape: alarm,
  },
  aws_cloudwatch_composite_alarm: {
    type: 'AWS::CloudWatch::CompositeAlarm',
    names: { ok_actions: 'OKActions' },
    attributes: { alarm_name: 'Ref' },
  },
};

function alarm(properties: Properties): Properties {
  const { Dimensions, Metrics, ...rest } = properties as { Dimensions?: unknown; Metrics?: unknown[] };
  return {
    ...rest,
    ...(Dimensions === undefined ? {} : { Dimensions: dimensionList(Dimensions) }),
    ...(Array.isArray(Metrics) ? { Metrics: Metrics.map((query) => metricQuery(query as Properties)) } : {}),
  };
}

/** The provider writes metric, period and statistic in one block; CloudFormation nests the metric. */
function metricQuery(query: Properties): Properties {
  if (query.Metric === undefined) return query;
  const { Metric, ...rest } = query;
  const { Namespace, MetricName, Dimensions, ...statistic } = Metric as Properties;
  return {
    ...rest,
    MetricStat: {
      Metric: {
        ...(Namespace === undefined ? {} : { Namespace }),
        MetricName,
        ...(Dimensions === undefined ? {} : { Dimensions: dimensionList(Dimensions) }),
      },
      ...statistic,
    },
  };
}

function dimensionList(map: unknown): unknown {
  if (map === null || typeof map !== 'object' || Array.isArray(map)) return map;
  return Object.entries(map)
    .map(([Name, Value]: [string, unknown]) => ({ Name, Value }))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
}
