import type { MetricId, MetricStore } from './metric-store';
import type { Sample } from './statistics';

type Minutes = Map<number, Sample[]>;
/** What has the same dimensions, by namespace and name. */
type Metrics = Map<string, Minutes>;

export class MemoryMetricStore implements MetricStore {
  private readonly metrics = new Map<string, Metrics>();
  /** Whoever puts thousands of samples puts them with the same object: its text is made once. */
  private readonly known = new WeakMap<MetricId['dimensions'], Metrics>();

  put(metric: MetricId, minute: number, sample: Sample): void {
    const metrics = this.metricsOf(metric);
    const key = keyOf(metric);
    let minutes = metrics.get(key);
    if (minutes === undefined) metrics.set(key, (minutes = new Map<number, Sample[]>()));
    const samples = minutes.get(minute);
    if (samples === undefined) minutes.set(minute, [sample]);
    else samples.push(sample);
  }

  samples(metric: MetricId, from: number, to: number): Sample[] {
    const minutes = this.metricsOf(metric).get(keyOf(metric));
    const found: Sample[] = [];
    if (minutes === undefined) return found;
    for (let minute = from; minute < to; minute++) found.push(...(minutes.get(minute) ?? []));
    return found;
  }

  has(metric: MetricId): boolean {
    return this.metricsOf(metric).has(keyOf(metric));
  }

  private metricsOf({ dimensions }: MetricId): Metrics {
    const known = this.known.get(dimensions);
    if (known !== undefined) return known;
    const text = textOf(dimensions);
    const metrics = this.metrics.get(text) ?? new Map<string, Minutes>();
    this.metrics.set(text, metrics);
    this.known.set(dimensions, metrics);
    return metrics;
  }
}

/** No name can hold what is between them. */
function keyOf({ namespace, name }: MetricId): string {
  return `${namespace}\0${name}`;
}

function textOf(dimensions: MetricId['dimensions']): string {
  return Object.keys(dimensions)
    .sort()
    .map((name) => `${name}\0${dimensions[name]}`)
    .join('\0');
}
