import type { Random } from './random';
import { shuffled } from './random';
import type { TrafficRequest } from './request';

/** Requests to send, over and over, in an order that changes each time round. */
export class Traffic<T = TrafficRequest> {
  private round: readonly T[] = [];
  private position = 0;

  constructor(
    /** Where the requests come from, in words. */
    readonly source: string,
    private readonly requests: readonly T[],
    private readonly random: Random,
  ) {}

  get size(): number {
    return this.requests.length;
  }

  /** The same requests in an order of their own. */
  fork(): Traffic<T> {
    return new Traffic(this.source, this.requests, this.random);
  }

  take(count: number): T[] {
    return Array.from({ length: count }, () => this.next());
  }

  private next(): T {
    if (this.position === this.round.length) {
      this.round = shuffled(this.requests, this.random);
      this.position = 0;
    }
    return this.round[this.position++];
  }
}
