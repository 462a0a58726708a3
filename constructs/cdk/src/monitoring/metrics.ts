import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE, Metrics, positiveClass } from '@inference-constructs/core/out/contract/metrics';
import { at, InferenceError } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';

/** Who publishes: dimensions as the runtime writes them. */
export interface Publisher {
  readonly scope: Construct;
  readonly dimensions: Readonly<Record<string, string>>;
}

export function predictions(publisher: Publisher, options?: MetricOptions): Metric {
  return count(publisher, Metrics.PREDICTIONS, options);
}

/** Only a model with two classes has a positive one. */
export function positive(publisher: Publisher, manifest: ModelManifest, options?: MetricOptions): Metric {
  at(publisher.scope.node.path, () => {
    if (manifest.classes !== undefined && positiveClass(manifest.classes) !== undefined) return;
    const names = manifest.classes?.names.length ?? 0;
    throw new InferenceError(
      'NoPositiveClass',
      `classes of ${manifest.name} (${names}): only a model with 2 classes has a positive one. use metricPredictions`,
    );
  });
  return count(publisher, Metrics.POSITIVE, options);
}

function count({ scope, dimensions }: Publisher, metricName: string, options?: MetricOptions): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { ...dimensions },
    statistic: Stats.SUM,
    ...options,
  }).attachTo(scope);
}
