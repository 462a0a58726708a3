import { METRIC_NAMESPACE, Metrics } from '@inference-constructs/core/out/contract/metrics';
import type { Invocation } from '../invoker/invoker';
import type { EmbeddedValues } from '../metrics/embedded-metrics';
import type { Sample } from '../metrics/statistics';
import { statisticOf } from '../metrics/statistics';
import type { MinuteOfVersion, Times, VersionFacts } from '../result';
import type { ReleaseName } from './release';

interface Counts {
  requests: number;
  sampled: number;
  failed: number;
  refused: number;
  throttled: number;
  predictions: number;
  positive: number | undefined;
  readonly durations: Sample[];
  /** With the time they would have waited. */
  readonly modelled: Sample[];
}

/** What one release did, or several together: in all and in each minute. */
export class ReleaseRecord {
  private readonly total = noCounts();
  private readonly minutes = new Map<number, Counts>();
  private readonly coldStarts: number[] = [];
  private firstError: string | undefined;

  answered(minute: number, weight: number, invocation: Invocation): void {
    const { error, durationMilliseconds: value, initMilliseconds, waitMilliseconds, isThrottled } = invocation;
    for (const counts of [this.total, this.countsOf(minute)]) {
      counts.requests += weight;
      if (error !== undefined) counts.failed += weight;
      if (isThrottled === true) {
        counts.throttled += weight;
        continue;
      }
      counts.sampled++;
      counts.durations.push({ value, weight });
      if (waitMilliseconds !== undefined) counts.modelled.push({ value: value + waitMilliseconds, weight });
    }
    if (initMilliseconds !== undefined) this.coldStarts.push(round(initMilliseconds));
    if (error !== undefined) this.firstError ??= `${error.type}: ${error.message}`;
  }

  /** Takes in how long a container took until it was in service. */
  started(milliseconds: number): void {
    this.coldStarts.push(round(milliseconds));
  }

  /** Takes in what one line published. */
  published(minute: number, weight: number, embedded: readonly EmbeddedValues[]): void {
    const positive = valueOf(embedded, Metrics.POSITIVE);
    for (const counts of [this.total, this.countsOf(minute)]) {
      counts.refused += weight * (valueOf(embedded, Metrics.INVALID_REQUESTS) ?? 0);
      counts.predictions += weight * (valueOf(embedded, Metrics.PREDICTIONS) ?? 0);
      if (positive !== undefined) counts.positive = (counts.positive ?? 0) + weight * positive;
    }
  }

  /** What the first failed request failed with. */
  get error(): string | undefined {
    return this.firstError;
  }

  at(minute: number): MinuteOfVersion {
    const counts = this.minutes.get(minute) ?? noCounts();
    const { requests, sampled, failed, throttled, predictions, positive } = counts;
    return {
      requests: round(requests),
      sampled,
      failed: round(failed),
      ...(throttled === 0 ? {} : { throttled: round(throttled) }),
      ...(positive === undefined || predictions === 0 ? {} : { positiveShare: positive / predictions }),
      ...timesOf(counts),
    };
  }

  facts({ number, description }: ReleaseName): VersionFacts {
    const { requests, sampled, failed, refused, throttled } = this.total;
    return {
      number,
      description,
      requests: round(requests),
      sampled,
      failed: round(failed),
      refused: round(refused),
      ...(throttled === 0 ? {} : { throttled: round(throttled) }),
      ...timesOf(this.total),
      coldStartMilliseconds: this.coldStarts,
    };
  }

  private countsOf(minute: number): Counts {
    const counts = this.minutes.get(minute) ?? noCounts();
    this.minutes.set(minute, counts);
    return counts;
  }
}

function noCounts(): Counts {
  const counted = { requests: 0, sampled: 0, failed: 0, refused: 0, throttled: 0, predictions: 0, positive: undefined };
  return { ...counted, durations: [], modelled: [] };
}

function timesOf({ durations, modelled }: Counts): Times {
  return {
    ...(durations.length === 0 ? {} : { durationMilliseconds: quantiles(durations) }),
    ...(modelled.length === 0 ? {} : { modelledMilliseconds: quantiles(modelled) }),
  };
}

function quantiles(samples: readonly Sample[]): { readonly median: number; readonly p99: number } {
  const quantile = (name: string): number => round(statisticOf(name)?.(samples) ?? NaN);
  return { median: quantile('p50'), p99: quantile('p99') };
}

/** Of several sets of dimensions with which a line publishes a metric, the first. */
function valueOf(embedded: readonly EmbeddedValues[], name: string): number | undefined {
  const found = embedded.find(({ metric }) => metric.namespace === METRIC_NAMESPACE && metric.name === name);
  return found?.values.reduce((sum, value) => sum + value, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
