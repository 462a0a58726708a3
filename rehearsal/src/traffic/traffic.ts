import type { Random } from './random';
import { shuffled } from './random';

/** Requests to send, over and over, in an order that changes each time round. */
export class Traffic {
  private round: readonly unknown[] = [];
  private position = 0;

  constructor(
    /** Where the requests come from, in words. */
    readonly source: string,
    private readonly events: readonly unknown[],
    private readonly random: Random,
  ) {}

  get size(): number {
    return this.events.length;
  }

  /** The same requests in an order of their own. */
  fork(): Traffic {
    return new Traffic(this.source, this.events, this.random);
  }

  take(count: number): unknown[] {
    return Array.from({ length: count }, () => this.next());
  }

  private next(): unknown {
    if (this.position === this.round.length) {
      this.round = shuffled(this.events, this.random);
      this.position = 0;
    }
    return this.round[this.position++];
  }
}
