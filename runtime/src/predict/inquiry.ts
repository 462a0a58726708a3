import type { Run, Tensors } from '../engine/engine';
import type { Waiter } from '../engine/queue';
import type { Fault } from '../errors';
import type { Pass } from './breaker';
import type { Prediction } from './prediction';

/** A request's way back: exactly one of `reply` and `refuse` is called. */
export interface Replier<T> {
  /** Whether nobody waits for the answer any more. */
  readonly isGone: boolean;
  /** See `Waiter`. */
  readonly deadline?: number;
  reply(answer: T): void;
  refuse(fault: Fault): void;
}

/** What one request needs once its inputs are in the queue. */
export class Inquiry<T> implements Waiter {
  constructor(
    readonly rows: number,
    readonly replier: Replier<T>,
    private readonly door: Door<T>,
    readonly pass: Pass,
    /** The inputs, where a fallback may need them. */
    readonly kept: Tensors | undefined,
  ) {}

  get isGone(): boolean {
    return this.replier.isGone;
  }

  get deadline(): number | undefined {
    return this.replier.deadline;
  }

  done(run: Run): void {
    let answer: T | Promise<T>;
    try {
      answer = this.door.answer(run, this);
    } catch (error) {
      this.failed(error);
      return;
    }
    if (answer instanceof Promise) {
      answer.then(
        (late) => this.replier.reply(late),
        (error: unknown) => this.failed(error),
      );
    } else {
      this.replier.reply(answer);
    }
  }

  failed(error: unknown): void {
    this.door.refuse(error, this);
  }
}

/** What the requests that want the same kind of answer have in common. */
export interface Door<T> {
  answer(run: Run, inquiry: Inquiry<T>): T | Promise<T>;
  refuse(error: unknown, inquiry: Inquiry<T>): void;
}

/** Makes one kind of answer from a prediction. */
export type Write<T> = (prediction: Prediction) => T;
