import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Dimensions, METRIC_NAMESPACE, Metrics } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { requirePositiveClass } from '@inference-constructs/core/out/serving/positive-class';
import { requireFallback } from '@inference-constructs/core/out/serving/required-fallback';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';

/** Who publishes: dimensions as the runtime writes them. */
export interface Publisher {
  readonly scope: Construct;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Who publishes from an endpoint. */
export function endpointPublisher(scope: Construct, endpointName: string, digest: string): Publisher {
  return { scope, dimensions: { [Dimensions.ENDPOINT]: endpointName, [Dimensions.MODEL]: digest } };
}

export function predictions(publisher: Publisher, options?: MetricOptions): Metric {
  return count(publisher, Metrics.PREDICTIONS, options);
}

/** Only a model with two classes has a positive one. */
export function positive(publisher: Publisher, manifest: ModelManifest, options?: MetricOptions): Metric {
  at(publisher.scope.node.path, () => requirePositiveClass(manifest));
  return count(publisher, Metrics.POSITIVE, options);
}

/** Only a model with a fallback has answers of it. */
export function fallbackAnswers(publisher: Publisher, manifest: ModelManifest, options?: MetricOptions): Metric {
  at(publisher.scope.node.path, () => requireFallback(manifest));
  return count(publisher, Metrics.FALLBACK_ANSWERS, options);
}

/** A metric that AWS publishes. */
export function serviceMetric(
  scope: Construct,
  { namespace, name: metricName, statistic }: ServiceMetric,
  dimensions: Readonly<Record<string, string>>,
  options?: MetricOptions,
): Metric {
  return new Metric({ namespace, metricName, statistic, dimensionsMap: { ...dimensions }, ...options }).attachTo(scope);
}

function count({ scope, dimensions }: Publisher, name: string, options?: MetricOptions): Metric {
  return serviceMetric(scope, { namespace: METRIC_NAMESPACE, name, statistic: Stats.SUM }, dimensions, options);
}
