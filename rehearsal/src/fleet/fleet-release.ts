import { SAGEMAKER } from '@inference-constructs/core/out/catalog/sagemaker';
import type { Invocation, Running } from '../invoker/invoker';
import { oneByOne } from '../invoker/one-by-one';
import type { MetricStore } from '../metrics/metric-store';
import type { Invoked } from '../metrics/sagemaker-metrics';
import { putConcurrency, putNoCapacity, putSageMakerMetrics } from '../metrics/sagemaker-metrics';
import type { Release, ReleaseName } from '../play/release';
import type { TrafficRequest } from '../traffic/request';
import type { Capacity } from './capacity';
import type { FleetQueue } from './queue';

const TIMEOUT_MILLISECONDS = SAGEMAKER.INVOCATION_TIMEOUT_SECONDS * 1000;

const NO_CAPACITY: Invocation = {
  error: { type: 'NoCapacity', message: 'the component has no copy' },
  durationMilliseconds: 0,
  lines: [],
};

export interface FleetParts {
  readonly name: ReleaseName;
  readonly invoked: Invoked;
  readonly running: Running<TrafficRequest>;
  /** Why `/ping` does not pass; asked once a virtual minute. */
  readonly ping?: () => Promise<string | undefined>;
  /** How many requests an instance answers at once, in the time it takes for one. */
  readonly parallel: number;
  readonly capacity: Capacity;
  readonly queue: FleetQueue;
  readonly unresolved: readonly string[];
}

/** The instances of a variant. One process answers for all of them; how long requests would wait for one is modelled. */
export class FleetRelease implements Release {
  private share = 1;
  private concurrent: readonly number[] = [];

  constructor(private readonly parts: FleetParts) {}

  get name(): ReleaseName {
    return this.parts.name;
  }

  get substitutions(): readonly string[] {
    return this.parts.running.substitutions;
  }

  get unresolved(): readonly string[] {
    return this.parts.unresolved;
  }

  async answer(minute: number, requests: readonly TrafficRequest[], weight: number): Promise<Invocation[]> {
    const { running, queue, parallel } = this.parts;
    if (this.hasNoCopy(minute)) return requests.map(() => NO_CAPACITY);
    // A container that is not healthy is replaced before anything is asked of it.
    if ((await this.parts.ping?.()) !== undefined) await running.crash();
    const invocations = await oneByOne(running, requests);
    const arrivals = Math.round(requests.length * weight);
    const busy = (i: number): number => {
      const { durationMilliseconds, addedMilliseconds = 0 } = invocations[i % invocations.length];
      return (durationMilliseconds - addedMilliseconds) / parallel + addedMilliseconds;
    };
    const { milliseconds, concurrent } = queue.minute(minute, arrivals, this.instances(minute), busy);
    this.concurrent = concurrent;
    return invocations.map((invocation, i) =>
      waited(invocation, milliseconds[Math.floor((i * arrivals) / requests.length)]),
    );
  }

  publish(store: MetricStore, minute: number, weight: number, invocation: Invocation): void {
    if (invocation === NO_CAPACITY) return putNoCapacity(store, this.parts.invoked, minute, weight);
    putSageMakerMetrics(store, this.parts.invoked, invocation, this.instances(minute), minute, weight);
  }

  /** A component may have none; whoever asks it is refused at once. */
  private hasNoCopy(minute: number): boolean {
    return this.parts.invoked.componentName !== undefined && this.parts.capacity.instances(minute, this.share) === 0;
  }

  publishMinute(store: MetricStore, minute: number): void {
    putConcurrency(store, this.parts.invoked, this.concurrent, minute);
  }

  activate(share: number): void {
    this.share = share;
  }

  instances(minute: number): number {
    return this.parts.capacity.instances(minute, this.share);
  }

  stop(): Promise<void> {
    return this.parts.running.stop();
  }
}

/** An answer that comes too late is none. */
function waited(invocation: Invocation, waitMilliseconds = 0): Invocation {
  const { durationMilliseconds, error } = invocation;
  if (error !== undefined || waitMilliseconds + durationMilliseconds <= TIMEOUT_MILLISECONDS) {
    return { ...invocation, waitMilliseconds: Math.min(waitMilliseconds, TIMEOUT_MILLISECONDS - durationMilliseconds) };
  }
  const message = `no answer within ${SAGEMAKER.INVOCATION_TIMEOUT_SECONDS} s (modelled)`;
  return {
    ...invocation,
    status: undefined,
    error: { type: 'ModelTimeout', message },
    waitMilliseconds: Math.max(0, TIMEOUT_MILLISECONDS - durationMilliseconds),
  };
}
