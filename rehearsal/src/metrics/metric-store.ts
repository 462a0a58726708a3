import type { Sample } from './statistics';

/** What tells one metric from another. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Port: where datapoints of the rehearsal go, and what alarms read. Time is in virtual minutes. */
export interface MetricStore {
  put(metric: MetricId, minute: number, sample: Sample): void;
  /** The samples of the minutes `from` to `to`, `to` not included. */
  samples(metric: MetricId, from: number, to: number): Sample[];
  /** Whether anything was ever put for this metric. */
  has(metric: MetricId): boolean;
}
