import { Dimensions, METRIC_NAMESPACE, Metrics } from '@inference-constructs/core/out/contract/metrics';
import type { Tally } from './tally';

/** Who publishes: the name of a dimension, its value, the digest of the model package, and the release where known. */
export interface Source {
  readonly dimension: typeof Dimensions.FUNCTION | typeof Dimensions.ENDPOINT;
  readonly name: string;
  readonly modelDigest: string;
  readonly release?: string;
}

/** One line in CloudWatch's embedded metric format. */
export function emfLine(tally: Tally, source: Source, timestamp: number): string {
  const counts: [string, number][] = [
    [Metrics.PREDICTIONS, tally.predictions],
    ...tally.classCounts(),
    [Metrics.INVALID_REQUESTS, tally.invalid],
    ...(tally.hasFallback ? [[Metrics.FALLBACK_ANSWERS, tally.fallbacks] satisfies [string, number]] : []),
  ];
  const times = tally.milliseconds.values.map((value) => Math.round(value * 1000) / 1000);
  const metrics = counts.map(([Name]) => ({ Name, Unit: 'Count' }));
  if (times.length > 0) {
    metrics.push({ Name: Metrics.MODEL_MILLISECONDS, Unit: 'Milliseconds' });
  }
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE, Dimensions: dimensionSets(source), Metrics: metrics }],
    },
    [source.dimension]: source.name,
    [Dimensions.MODEL]: source.modelDigest,
    ...(source.release === undefined ? {} : { [Dimensions.RELEASE]: source.release }),
    ...Object.fromEntries(counts),
    ...(times.length > 0 ? { [Metrics.MODEL_MILLISECONDS]: times.length === 1 ? times[0] : times } : {}),
  });
}

function dimensionSets({ dimension, release }: Source): string[][] {
  const always = [dimension, Dimensions.MODEL];
  return release === undefined ? [always] : [always, [...always, Dimensions.RELEASE]];
}
