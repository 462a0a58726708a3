import type { Clock, Turn } from './clock';

interface Event {
  readonly minute: number;
  readonly turn: Turn;
  readonly sequence: number;
  readonly action: () => void | Promise<void>;
}

/** A discrete-event clock: time jumps from one event to the next. */
export class VirtualClock implements Clock {
  private readonly events: Event[] = [];
  private minute = 0;
  private sequence = 0;
  private stopped = false;

  get now(): number {
    return this.minute;
  }

  at(minute: number, turn: Turn, action: () => void | Promise<void>): void {
    if (!(minute >= this.minute)) throw new RangeError(`minute ${minute} has passed: it is minute ${this.minute}`);
    this.events.push({ minute, turn, sequence: this.sequence++, action });
  }

  async run(): Promise<void> {
    while (!this.stopped && this.events.length > 0) {
      this.events.sort((a, b) => a.minute - b.minute || a.turn - b.turn || a.sequence - b.sequence);
      const event = this.events.shift() as Event;
      this.minute = event.minute;
      await event.action();
    }
  }

  stop(): void {
    this.stopped = true;
  }
}
