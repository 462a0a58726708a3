import type { Invocation } from '../../invoker/invoker';
import { oneByOne } from '../../invoker/one-by-one';
import { putAsyncMetrics } from '../../metrics/async-metrics';
import type { MetricStore } from '../../metrics/metric-store';
import type { Release, ReleaseName } from '../../play/release';
import type { TrafficRequest } from '../../traffic/request';
import type { FleetParts } from '../fleet-release';
import type { Backlog, Worked } from './backlog';

export interface AsyncParts extends Omit<FleetParts, 'queue'> {
  readonly backlog: Backlog;
  /** Requests that an instance gets at a time. */
  readonly maxConcurrent: number;
  readonly timeoutSeconds: number;
}

/** The instances of a variant that takes requests from a queue. */
export class AsyncRelease implements Release {
  private share = 1;

  constructor(private readonly parts: AsyncParts) {}

  get name(): ReleaseName {
    return this.parts.name;
  }

  get substitutions(): readonly string[] {
    return this.parts.running.substitutions;
  }

  get unresolved(): readonly string[] {
    return this.parts.unresolved;
  }

  /** Answers what its instances take in the minute, whenever it came. */
  async answer(minute: number, requests: readonly TrafficRequest[], weight: number): Promise<Invocation[]> {
    const { running, backlog, ping } = this.parts;
    if ((await ping?.()) !== undefined) await running.crash();
    if (weight === 0) return oneByOne(running, requests);
    backlog.add(minute, requests, weight);
    return backlog.work(minute, this.instances(minute), (request) => this.work(request));
  }

  publish(store: MetricStore, minute: number, weight: number, invocation: Invocation): void {
    putAsyncMetrics(store, this.parts.invoked, invocation, minute, weight);
  }

  activate(share: number): void {
    this.share = share;
  }

  instances(minute: number): number {
    return this.parts.capacity.instances(minute, this.share);
  }

  get waiting(): number {
    return this.parts.backlog.size;
  }

  stop(): Promise<void> {
    return this.parts.running.stop();
  }

  private async work(request: TrafficRequest): Promise<Worked> {
    const { running, parallel, maxConcurrent, timeoutSeconds } = this.parts;
    const invocation = await running.invoke(request);
    const { durationMilliseconds, addedMilliseconds = 0 } = invocation;
    const busyMilliseconds =
      (durationMilliseconds - addedMilliseconds) / Math.min(parallel, maxConcurrent) + addedMilliseconds;
    if (durationMilliseconds <= timeoutSeconds * 1000) return { invocation, busyMilliseconds };
    const error = { type: 'ModelTimeout', message: `no answer within ${timeoutSeconds} s` };
    return { invocation: { ...invocation, status: undefined, error }, busyMilliseconds };
  }
}
