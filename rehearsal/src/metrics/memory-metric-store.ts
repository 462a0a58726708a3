import type { MetricId, MetricStore } from './metric-store';
import type { Sample } from './statistics';

export class MemoryMetricStore implements MetricStore {
  private readonly metrics = new Map<string, Map<number, Sample[]>>();

  put(metric: MetricId, minute: number, sample: Sample): void {
    const key = keyOf(metric);
    const minutes = this.metrics.get(key) ?? new Map<number, Sample[]>();
    const samples = minutes.get(minute) ?? [];
    samples.push(sample);
    minutes.set(minute, samples);
    this.metrics.set(key, minutes);
  }

  samples(metric: MetricId, from: number, to: number): Sample[] {
    const minutes = this.metrics.get(keyOf(metric));
    const found: Sample[] = [];
    if (minutes === undefined) return found;
    for (let minute = from; minute < to; minute++) found.push(...(minutes.get(minute) ?? []));
    return found;
  }

  has(metric: MetricId): boolean {
    return this.metrics.has(keyOf(metric));
  }
}

/** Asked for with every sample; no name can hold what is between them. */
function keyOf({ namespace, name, dimensions }: MetricId): string {
  const names = Object.keys(dimensions).sort();
  return [namespace, name, ...names.flatMap((one) => [one, dimensions[one]])].join('\0');
}
