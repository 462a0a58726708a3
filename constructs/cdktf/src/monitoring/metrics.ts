import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Dimensions, METRIC_NAMESPACE, Metrics } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { requirePositiveClass } from '@inference-constructs/core/out/serving/positive-class';
import { requireFallback } from '@inference-constructs/core/out/serving/required-fallback';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import type { MetricOptions } from './metric-options';

/** Who publishes: dimensions as the runtime or AWS writes them. */
export interface Publisher {
  readonly path: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const PERIOD_SECONDS = 300;

/** A metric as the provider's alarms take it in a `metricQuery`. */
export function serviceMetric(
  { namespace, name: metricName, statistic }: ServiceMetric,
  dimensions: Readonly<Record<string, string>>,
  options: MetricOptions = {},
): CloudwatchMetricAlarmMetricQueryMetric {
  return {
    namespace,
    metricName,
    dimensions: { ...dimensions },
    period: options.periodSeconds ?? PERIOD_SECONDS,
    stat: options.statistic ?? statistic,
  };
}

/** Who publishes from an endpoint. */
export function endpointPublisher(path: string, endpointName: string, digest: string): Publisher {
  return { path, dimensions: { [Dimensions.ENDPOINT]: endpointName, [Dimensions.MODEL]: digest } };
}

export function predictions(publisher: Publisher, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
  return count(publisher, Metrics.PREDICTIONS, options);
}

/** Only a model with two classes has a positive one. */
export function positive(
  publisher: Publisher,
  manifest: ModelManifest,
  options?: MetricOptions,
): CloudwatchMetricAlarmMetricQueryMetric {
  at(publisher.path, () => requirePositiveClass(manifest));
  return count(publisher, Metrics.POSITIVE, options);
}

/** Only a model with a fallback has answers of it. */
export function fallbackAnswers(
  publisher: Publisher,
  manifest: ModelManifest,
  options?: MetricOptions,
): CloudwatchMetricAlarmMetricQueryMetric {
  at(publisher.path, () => requireFallback(manifest));
  return count(publisher, Metrics.FALLBACK_ANSWERS, options);
}

function count(publisher: Publisher, name: string, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
  return serviceMetric({ namespace: METRIC_NAMESPACE, name, statistic: 'Sum' }, publisher.dimensions, options);
}
