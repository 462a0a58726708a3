import type { Random } from '../traffic/random';

export type Routing = 'RANDOM' | 'LEAST_OUTSTANDING_REQUESTS';

const MINUTE = 60_000;

/** How full the instances were, looked at as often as CloudWatch does. */
export interface Waits {
  /** Of each request, in the order in which they arrive; infinite where there is no instance. */
  readonly milliseconds: readonly number[];
  /** Requests that waited or were answered, every ten seconds. */
  readonly concurrent: readonly number[];
}

const LOOKS = 6;

/**
 * Requests that arrive by chance at instances which answer one after the other: a discrete-event model of M/G/1 queues side by
 * side, in virtual time. What is left at the end of a minute is still there in the next.
 */
export class FleetQueue {
  /** When each instance will have answered what it has, in milliseconds of virtual time. */
  private free: number[] = [];

  constructor(
    private readonly random: Random,
    private readonly routing: Routing,
  ) {}

  /**
   * @param busyMilliseconds how long the n-th request keeps an instance busy
   */
  minute(minute: number, requests: number, instances: number, busyMilliseconds: (request: number) => number): Waits {
    const begin = minute * MINUTE;
    this.resize(instances, begin);
    const arrivals = Array.from({ length: requests }, () => begin + this.random() * MINUTE).sort((a, b) => a - b);
    if (instances === 0)
      return { milliseconds: arrivals.map(() => Infinity), concurrent: new Array<number>(LOOKS).fill(0) };
    const ends: number[] = [];
    const milliseconds = arrivals.map((arrival, i) => {
      const instance = this.choose();
      const start = Math.max(arrival, this.free[instance]);
      this.free[instance] = start + busyMilliseconds(i);
      ends.push(this.free[instance]);
      return start - arrival;
    });
    const concurrent = Array.from({ length: LOOKS }, (_, look) => {
      const at = begin + ((look + 1) * MINUTE) / LOOKS;
      return arrivals.filter((arrival, i) => arrival <= at && ends[i] > at).length;
    });
    return { milliseconds, concurrent };
  }

  private choose(): number {
    if (this.routing === 'RANDOM') return Math.floor(this.random() * this.free.length);
    return this.free.indexOf(Math.min(...this.free));
  }

  /** What an instance that goes still had is lost with it. */
  private resize(instances: number, now: number): void {
    this.free.length = Math.min(this.free.length, instances);
    while (this.free.length < instances) this.free.push(now);
  }
}
