import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { METRIC_NAMESPACE, Metrics, positiveClass } from '@inference-constructs/core/out/contract/metrics';
import { at, InferenceError } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { MetricOptions } from './metric-options';

/** Who publishes: dimensions as the runtime or AWS writes them. */
export interface Publisher {
  readonly path: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const PERIOD_SECONDS = 300;

/** A metric as the provider's alarms take it in a `metricQuery`. */
export function metric(
  namespace: string,
  metricName: string,
  stat: string,
  dimensions: Readonly<Record<string, string>>,
  options: MetricOptions = {},
): CloudwatchMetricAlarmMetricQueryMetric {
  return {
    namespace,
    metricName,
    dimensions: { ...dimensions },
    period: options.periodSeconds ?? PERIOD_SECONDS,
    stat: options.statistic ?? stat,
  };
}

export function predictions(publisher: Publisher, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
  return metric(METRIC_NAMESPACE, Metrics.PREDICTIONS, 'Sum', publisher.dimensions, options);
}

/** Only a model with two classes has a positive one. */
export function positive(
  publisher: Publisher,
  manifest: ModelManifest,
  options?: MetricOptions,
): CloudwatchMetricAlarmMetricQueryMetric {
  at(publisher.path, () => {
    if (manifest.classes !== undefined && positiveClass(manifest.classes) !== undefined) return;
    const names = manifest.classes?.names.length ?? 0;
    throw new InferenceError(
      'NoPositiveClass',
      `classes of ${manifest.name} (${names}): only a model with 2 classes has a positive one. use metricPredictions`,
    );
  });
  return metric(METRIC_NAMESPACE, Metrics.POSITIVE, 'Sum', publisher.dimensions, options);
}
