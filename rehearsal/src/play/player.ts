import type { DeployedFunction } from '../assembly/assembly-reader';
import type { RunningVersion } from '../invoker/invoker';
import { readEmbeddedMetrics } from '../metrics/embedded-metrics';
import { putLambdaMetrics } from '../metrics/lambda-metrics';
import type { MetricStore } from '../metrics/metric-store';
import { VersionRecord } from './version-record';

/** Sends requests to one version and records what it publishes. */
export class Player {
  readonly record = new VersionRecord();

  constructor(
    readonly deployed: DeployedFunction,
    readonly running: RunningVersion,
    private readonly store: MetricStore,
  ) {}

  /** One after the other, as one sandbox takes them. */
  async play(minute: number, weight: number, events: readonly unknown[]): Promise<void> {
    for (const event of events) await this.send(minute, weight, event);
  }

  private async send(minute: number, weight: number, event: unknown): Promise<void> {
    const { version, aliasName } = this.deployed;
    const invocation = await this.running.invoke(event);
    const embedded = invocation.lines.flatMap((line) => readEmbeddedMetrics(line) ?? []);
    const invoked = { functionName: version.functionName, aliasName, versionNumber: version.number };
    putLambdaMetrics(this.store, invoked, invocation, minute, weight);
    for (const { metric, values } of embedded) {
      for (const value of values) this.store.put(metric, minute, { value, weight });
    }
    this.record.add(minute, weight, invocation, embedded);
  }
}
