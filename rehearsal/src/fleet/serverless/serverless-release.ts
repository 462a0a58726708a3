import type { Invocation } from '../../invoker/invoker';
import { oneByOne } from '../../invoker/one-by-one';
import type { MetricStore } from '../../metrics/metric-store';
import { putServerlessMetrics, putServerlessMinute } from '../../metrics/serverless-metrics';
import type { Release, ReleaseName } from '../../play/release';
import type { Random } from '../../traffic/random';
import type { TrafficRequest } from '../../traffic/request';
import type { FleetParts } from '../fleet-release';
import type { ServerlessPlan } from '../fleet-plan';
import { Sandboxes } from './sandboxes';

const MINUTE = 60_000;
/** How often in a minute it is looked at how many are busy. */
const LOOKS = 6;
/** So many processes are really started in a minute; those measured stand for further ones. */
const MOST_STARTS = 10;

export interface ServerlessParts extends Omit<FleetParts, 'queue' | 'capacity' | 'parallel' | 'ping'> {
  readonly serverless: ServerlessPlan;
  readonly random: Random;
  /** Whether every request meets a fresh sandbox. Default: false. */
  readonly coldStarts?: boolean;
  /** Memory that the container has taken at most, in MiB; undefined where that is not known. */
  memoryMib?(): number | undefined;
}

/** A variant without instances: a sandbox for each request at a time, a fresh process for each new sandbox. */
export class ServerlessRelease implements Release {
  private readonly sandboxes: Sandboxes;
  private concurrent: readonly number[] = [];
  private lastStart: Pick<Invocation, 'initMilliseconds'> = {};

  constructor(private readonly parts: ServerlessParts) {
    const { maxConcurrency, provisionedConcurrency } = parts.serverless;
    this.sandboxes = new Sandboxes(maxConcurrency, provisionedConcurrency);
  }

  get name(): ReleaseName {
    return this.parts.name;
  }

  get substitutions(): readonly string[] {
    return this.parts.running.substitutions;
  }

  get unresolved(): readonly string[] {
    return this.parts.unresolved;
  }

  /** Each real request stands for `weight` that come by chance: some meet a sandbox, some start one, some none. */
  async answer(minute: number, requests: readonly TrafficRequest[], weight: number): Promise<Invocation[]> {
    if (weight === 0) return oneByOne(this.parts.running, requests);
    const all = requests.length * weight;
    const count = Math.max(requests.length, Math.round(all));
    const times = Array.from({ length: count }, () => (minute + this.parts.random()) * MINUTE).sort((a, b) => a - b);
    const concurrent: number[] = [];
    const invocations: Invocation[] = [];
    let starts = 0;
    for (const [i, request] of requests.entries()) {
      const [from, to] = [i, i + 1].map((n) => Math.floor((n * count) / requests.length));
      let warm: Invocation | undefined;
      const counts = { warm: 0, throttled: 0 };
      for (const time of times.slice(from, to)) {
        this.look(minute, time, concurrent);
        const place = this.sandboxes.placeAt(time);
        if (place === 'throttled') counts.throttled++;
        else if (place === 'warm' && this.parts.coldStarts !== true) {
          warm ??= await this.parts.running.invoke(request);
          counts.warm++;
          this.sandboxes.take(time, busy(warm));
        } else {
          const cold = await this.cold(request, starts++ < MOST_STARTS);
          invocations.push({ ...cold, weight: all / count });
          this.sandboxes.take(time, busy(cold));
        }
      }
      if (warm !== undefined) invocations.push({ ...warm, weight: (counts.warm * all) / count });
      if (counts.throttled > 0) invocations.push(this.throttled((counts.throttled * all) / count));
    }
    this.look(minute, (minute + 1) * MINUTE, concurrent);
    this.concurrent = concurrent;
    return invocations;
  }

  publish(store: MetricStore, minute: number, weight: number, invocation: Invocation): void {
    putServerlessMetrics(store, this.parts.invoked, invocation, minute, weight);
  }

  publishMinute(store: MetricStore, minute: number): void {
    const { invoked, serverless } = this.parts;
    const memoryMib = this.parts.memoryMib?.();
    putServerlessMinute(store, invoked, { ...serverless, concurrent: this.concurrent, usedMib: memoryMib }, minute);
  }

  /** Sandboxes. */
  instances(): number {
    return this.sandboxes.count;
  }

  stop(): Promise<void> {
    return this.parts.running.stop();
  }

  /** Its wait is the real start of a process. */
  private async cold(request: TrafficRequest, isReal: boolean): Promise<Invocation> {
    const { running } = this.parts;
    if (isReal) await running.crash();
    const invocation = await running.invoke(request);
    if (isReal) this.lastStart = { initMilliseconds: invocation.initMilliseconds };
    const { initMilliseconds } = this.lastStart;
    return { ...invocation, initMilliseconds, waitMilliseconds: initMilliseconds };
  }

  private throttled(weight: number): Invocation {
    const { maxConcurrency } = this.parts.serverless;
    const message = `more than ${maxConcurrency} requests at a time (modelled)`;
    const error = { type: 'ThrottlingException', message };
    return { error, status: 429, isThrottled: true, durationMilliseconds: 0, lines: [], weight };
  }

  /** Notes how many were busy at the looks that have passed by now. */
  private look(minute: number, now: number, concurrent: number[]): void {
    for (let next = concurrent.length + 1; next <= LOOKS; next++) {
      const at = (minute + next / LOOKS) * MINUTE;
      if (at > now) return;
      concurrent.push(this.sandboxes.busyAt(at));
    }
  }
}

function busy({ durationMilliseconds, initMilliseconds = 0 }: Invocation): number {
  return durationMilliseconds + initMilliseconds;
}
