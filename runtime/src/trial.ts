import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';

/**
 * The time in which a model must have made its first runs and agreed with its recorded cases. Loading is not part of it:
 * that takes as long as it takes, and ends.
 */
export class Trial {
  private readonly isOver: Promise<never>;
  private latest = Infinity;
  private timer: NodeJS.Timeout | undefined;
  private giveUp: (error: unknown) => void = () => undefined;

  constructor(private readonly milliseconds: number) {
    this.isOver = new Promise((_, reject) => (this.giveUp = reject));
    this.isOver.catch(() => undefined);
  }

  /** The work, or its end before time; the latter is not heard of while a run holds this thread. */
  within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.isOver]).finally(() => clearTimeout(this.timer));
  }

  /** The first time counts. */
  begin(): void {
    if (this.latest === Infinity) {
      this.latest = performance.now() + this.milliseconds;
      this.timer = setTimeout(() => this.giveUp(trialTimeout(this.milliseconds)), this.milliseconds);
    }
  }

  /** Throws when the time is over: for runs that hold this thread, after each. */
  check(): void {
    if (performance.now() > this.latest) {
      throw trialTimeout(this.milliseconds);
    }
  }
}

export const TRIAL_TIMEOUT = 'TrialTimeout';

function trialTimeout(milliseconds: number): InferenceError {
  return new InferenceError(
    TRIAL_TIMEOUT,
    `the model's first runs and golden.jsonl (unfinished): at most ${milliseconds} ms. ` +
      `Record fewer cases, deploy a model whose runs end, or raise ${Environment.MAX_TRIAL_MS}.`,
  );
}
