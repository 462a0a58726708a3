import { readEmbeddedMetrics } from '../metrics/embedded-metrics';
import type { MetricStore } from '../metrics/metric-store';
import type { TrafficRequest } from '../traffic/request';
import type { Release } from './release';
import { ReleaseRecord } from './release-record';

/** Sends requests to one release, and records what it and its service publish. */
export class Player {
  readonly record = new ReleaseRecord();

  /**
   * @param side the record of all releases it answers beside
   * @param losesLogs whether what it writes never arrives
   */
  constructor(
    readonly release: Release,
    private readonly store: MetricStore,
    private readonly side: ReleaseRecord,
    private readonly losesLogs = false,
  ) {}

  async play(minute: number, sentWeight: number, requests: readonly TrafficRequest[]): Promise<void> {
    const records = [this.record, this.side];
    for (const invocation of await this.release.answer(minute, requests, sentWeight)) {
      const { weight = sentWeight } = invocation;
      this.release.publish(this.store, minute, weight, invocation);
      for (const record of records) record.answered(minute, weight, invocation);
      for (const line of invocation.lines) {
        const embedded = readEmbeddedMetrics(line) ?? [];
        for (const record of records) record.published(minute, weight, embedded);
        if (this.losesLogs) continue;
        for (const { metric, values } of embedded) {
          for (const value of values) this.store.put(metric, minute, { value, weight });
        }
      }
    }
    this.release.publishMinute?.(this.store, minute);
  }
}
