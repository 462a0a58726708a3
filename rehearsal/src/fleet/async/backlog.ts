import type { Invocation } from '../../invoker/invoker';
import type { Random } from '../../traffic/random';
import type { TrafficRequest } from '../../traffic/request';

const MINUTE = 60_000;

/** One real request, and when those that it stands for came. */
interface Waiting {
  readonly request: TrafficRequest;
  /** In milliseconds of virtual time, the next one first. */
  readonly arrivals: number[];
  /** How many requests each arrival stands for. */
  readonly each: number;
}

/** How long a request keeps an instance from the next one, and what became of it. */
export interface Worked {
  readonly invocation: Invocation;
  readonly busyMilliseconds: number;
}

/** The queue of an asynchronous endpoint: requests wait until an instance takes them, first come, first served. */
export class Backlog {
  private readonly waiting: Waiting[] = [];
  /** When each instance will take the next one. */
  private free: number[] = [];
  /** Requests that are being answered when the minute ends. */
  private inHand = 0;

  constructor(private readonly random: Random) {}

  /** Requests that wait or are being answered. */
  get size(): number {
    return this.inHand + this.waiting.reduce((sum, { arrivals, each }) => sum + arrivals.length * each, 0);
  }

  /** They come by chance within the minute. */
  add(minute: number, requests: readonly TrafficRequest[], weight: number): void {
    const all = requests.length * weight;
    const count = Math.max(requests.length, Math.round(all));
    const times = Array.from({ length: count }, () => (minute + this.random()) * MINUTE).sort((a, b) => a - b);
    requests.forEach((request, i) => {
      const [from, to] = [i, i + 1].map((n) => Math.floor((n * count) / requests.length));
      this.waiting.push({ request, arrivals: times.slice(from, to), each: all / count });
    });
  }

  /** Takes over what waits elsewhere. */
  addAll(other: Backlog): void {
    this.waiting.push(...other.waiting.splice(0));
    this.waiting.sort((a, b) => a.arrivals[0] - b.arrivals[0]);
    other.inHand = 0;
  }

  /** What instances take in a minute is really answered. */
  async work(
    minute: number,
    instances: number,
    answer: (request: TrafficRequest) => Promise<Worked>,
  ): Promise<Invocation[]> {
    const [begin, end] = [minute * MINUTE, (minute + 1) * MINUTE];
    this.resize(instances, begin);
    const done: Invocation[] = [];
    let each = 1;
    for (let next = this.waiting[0]; next !== undefined && this.start(next) < end; next = this.waiting[0]) {
      const { invocation, busyMilliseconds } = await answer(next.request);
      let waited = 0;
      let taken = 0;
      for (let start = this.start(next); start < end; start = this.start(next)) {
        waited += start - (next.arrivals.shift() as number);
        taken++;
        this.free[this.free.indexOf(Math.min(...this.free))] = start + busyMilliseconds;
      }
      ({ each } = next);
      done.push({ ...invocation, weight: taken * each, waitMilliseconds: waited / taken });
      if (next.arrivals.length === 0) this.waiting.shift();
    }
    this.inHand = each * this.free.filter((free) => free > end).length;
    return done;
  }

  /** When an instance can take the first of them; never where there is none. */
  private start({ arrivals }: Waiting): number {
    if (this.free.length === 0 || arrivals.length === 0) return Infinity;
    return Math.max(Math.min(...this.free), arrivals[0]);
  }

  private resize(instances: number, now: number): void {
    this.free.length = Math.min(this.free.length, instances);
    while (this.free.length < instances) this.free.push(now);
  }
}
