import { METRIC_NAMESPACE, Metrics } from '@inference-constructs/core/out/contract/metrics';
import type { FunctionVersion } from '../assembly/assembly-reader';
import type { Invocation } from '../invoker/invoker';
import type { EmbeddedValues } from '../metrics/embedded-metrics';
import type { Sample } from '../metrics/statistics';
import { statisticOf } from '../metrics/statistics';
import type { MinuteOfVersion, VersionFacts } from '../result';

interface Counts {
  requests: number;
  sampled: number;
  failed: number;
  refused: number;
  predictions: number;
  positive: number | undefined;
  readonly durations: Sample[];
}

/** What one version did, in all and in each minute. */
export class VersionRecord {
  private readonly total = noCounts();
  private readonly minutes = new Map<number, Counts>();
  private readonly coldStarts: number[] = [];
  private firstError: string | undefined;

  add(minute: number, weight: number, invocation: Invocation, embedded: readonly EmbeddedValues[]): void {
    const ofMinute = this.minutes.get(minute) ?? noCounts();
    this.minutes.set(minute, ofMinute);
    for (const counts of [this.total, ofMinute]) {
      counts.requests += weight;
      counts.sampled++;
      if (invocation.error !== undefined) counts.failed += weight;
      counts.refused += weight * valueOf(embedded, Metrics.INVALID_REQUESTS, 0);
      counts.predictions += weight * valueOf(embedded, Metrics.PREDICTIONS, 0);
      const positive = valueOf(embedded, Metrics.POSITIVE, undefined);
      if (positive !== undefined) counts.positive = (counts.positive ?? 0) + weight * positive;
      counts.durations.push({ value: invocation.durationMilliseconds, weight });
    }
    if (invocation.initMilliseconds !== undefined) this.coldStarts.push(round(invocation.initMilliseconds));
    const { error } = invocation;
    if (error !== undefined) this.firstError ??= `${error.type}: ${error.message}`;
  }

  /** What the first failed request failed with. */
  get error(): string | undefined {
    return this.firstError;
  }

  at(minute: number): MinuteOfVersion {
    const { requests, sampled, failed, predictions, positive, durations } = this.minutes.get(minute) ?? noCounts();
    const counted = { requests: round(requests), sampled, failed: round(failed), ...quantiles(durations) };
    return positive === undefined || predictions === 0
      ? counted
      : { ...counted, positiveShare: positive / predictions };
  }

  facts({ number, description }: FunctionVersion): VersionFacts {
    const { requests, sampled, failed, refused, durations } = this.total;
    return {
      number,
      description,
      requests: round(requests),
      sampled,
      failed: round(failed),
      refused: round(refused),
      ...quantiles(durations),
      coldStartMilliseconds: this.coldStarts,
    };
  }
}

function quantiles(durations: readonly Sample[]): Pick<VersionFacts, 'durationMilliseconds'> {
  const quantile = (name: string): number => round(statisticOf(name)?.(durations) ?? NaN);
  return durations.length === 0 ? {} : { durationMilliseconds: { median: quantile('p50'), p99: quantile('p99') } };
}

function noCounts(): Counts {
  return { requests: 0, sampled: 0, failed: 0, refused: 0, predictions: 0, positive: undefined, durations: [] };
}

function valueOf<T>(embedded: readonly EmbeddedValues[], name: string, otherwise: T): number | T {
  const found = embedded.find(({ metric }) => metric.namespace === METRIC_NAMESPACE && metric.name === name);
  return found === undefined ? otherwise : found.values.reduce((sum, value) => sum + value, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
