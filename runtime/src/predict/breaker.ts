import { BACKOFF, nextPause } from '../backoff';
import { log } from '../log';

/** When the circuit opens, and for how long. */
export const BREAKER = {
  /** So many of the last outcomes are looked at. */
  outcomes: 20,
  /** As soon as more of them than these are failures, the circuit opens: that takes eleven failures at least. */
  toleratedFailures: 10,
  /** Doubled each time the request that tries the model again fails. */
  firstPauseMilliseconds: BACKOFF.firstMilliseconds,
  longestPauseMilliseconds: BACKOFF.longestMilliseconds,
} as const;

/**
 * How a request goes to the model: as one of many, as the one that tries it again, not at all, or past the circuit, which
 * then learns nothing from it.
 */
export type Pass = 'normal' | 'trial' | 'refused' | 'past';

/**
 * Stops asking a model that fails on most requests. A request that always fails does not open the circuit while others
 * succeed. After a pause one request tries the model: its success closes the circuit. What is neither an answer nor a
 * failure of the model (overload, a client that left) says nothing, and the next request tries.
 *
 * An open circuit does not make the server unready: one client that sends what the model fails on would otherwise take a
 * whole fleet out of service, one instance after the other.
 */
export class Breaker {
  /** The last outcomes, in a ring: true is a failure. */
  private readonly ring = new Array<boolean>(BREAKER.outcomes).fill(false);
  private place = 0;
  private failures = 0;
  private pause: number = BREAKER.firstPauseMilliseconds;
  /** When the next request may try the model; undefined while the circuit is closed. */
  private triesAt: number | undefined;

  /** `now` gives milliseconds of a clock that is never set. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  admit(): Pass {
    if (this.triesAt === undefined) {
      return 'normal';
    }
    const now = this.now();
    if (now < this.triesAt) {
      return 'refused';
    }
    // Another one may try if this one hangs.
    this.triesAt = now + this.pause;
    log('info', 'the circuit is half open: one request tries the model');
    return 'trial';
  }

  /** Seconds until the model may be tried again. */
  get retryAfter(): number {
    return Math.max(1, Math.ceil(((this.triesAt ?? 0) - this.now()) / 1000));
  }

  succeeded(pass: Pass): void {
    if (pass === 'trial' && this.triesAt !== undefined) {
      this.close();
    } else if (pass === 'normal' && this.failures > 0) {
      this.count(false);
    }
  }

  failed(pass: Pass): void {
    if (this.triesAt !== undefined) {
      if (pass === 'trial') {
        this.pause = nextPause(this.pause);
        this.open();
      }
    } else if (pass === 'normal' || pass === 'trial') {
      this.count(true);
      if (this.failures > BREAKER.toleratedFailures) {
        this.open();
      }
    }
  }

  /** A request that says nothing of the model. */
  leftOut(pass: Pass): void {
    if (pass === 'trial' && this.triesAt !== undefined) {
      this.triesAt = this.now();
    }
  }

  private count(isFailure: boolean): void {
    this.failures += Number(isFailure) - Number(this.ring[this.place]);
    this.ring[this.place] = isFailure;
    this.place = (this.place + 1) % this.ring.length;
  }

  private open(): void {
    this.triesAt = this.now() + this.pause;
    log('error', 'the circuit is open: the model fails on most requests', { pauseMilliseconds: this.pause });
  }

  private close(): void {
    this.triesAt = undefined;
    this.ring.fill(false);
    this.failures = 0;
    this.pause = BREAKER.firstPauseMilliseconds;
    log('info', 'the circuit is closed: the model answers again');
  }
}
