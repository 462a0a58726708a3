import { overloaded } from '../engine/admission';
import { Deadlines } from '../engine/deadlines';
import { lineThrough, RunCost } from '../engine/run-cost';
import { unwanted, type Waiter } from '../engine/waiting';
import type { Fault } from '../errors';
import { LARGE } from './large';

/** Before any was done. */
const ASSUMED = lineThrough(LARGE.milliseconds, LARGE.scannedBytes);

interface Work {
  readonly bytes: number;
  readonly waiter: Pick<Waiter, 'isGone' | 'deadline'>;
  /** Does one slice; true when none is left to do. */
  readonly step: () => boolean;
  readonly refuse: (fault: Fault) => void;
}

/**
 * Does long pieces of work one slice a turn of the event loop, each after those that were begun before. What would wait
 * too long is refused, except for the first to wait.
 */
export class Slices {
  /** The first is being done. */
  private works: Work[] = [];
  private bytes = 0;
  private began = 0;
  private readonly cost = new RunCost(ASSUMED);
  private readonly deadlines = new Deadlines(() => this.dropUnwanted());

  constructor(private readonly maxWaitMilliseconds: number) {}

  /** Rejects with what a slice throws, or with a `Fault` before the next one where the result is not wanted any more. */
  do<T>(slices: Generator<undefined, T>, bytes: number, waiter: Pick<Waiter, 'isGone' | 'deadline'>): Promise<T> {
    const { works, maxWaitMilliseconds } = this;
    const wait = this.cost.of(this.bytes, works.length);
    if (works.length > 1 && wait > maxWaitMilliseconds) {
      return Promise.reject(overloaded(wait, maxWaitMilliseconds));
    }
    return new Promise((resolve, reject) => {
      const step = (): boolean => {
        const fault = unwanted(waiter);
        if (fault !== undefined) {
          reject(fault);
          return true;
        }
        try {
          const slice = slices.next();
          if (slice.done === true) {
            this.cost.observe(bytes, performance.now() - this.began);
            resolve(slice.value);
          }
          return slice.done === true;
        } catch (error) {
          reject(error);
          return true;
        }
      };
      this.bytes += bytes;
      this.deadlines.watch(waiter.deadline);
      if (works.push({ bytes, waiter, step, refuse: reject }) === 1) {
        this.began = performance.now();
        setImmediate(this.turn);
      }
    });
  }

  private readonly turn = (): void => {
    const { works } = this;
    if (works[0].step()) {
      this.bytes -= works[0].bytes;
      works.shift();
      this.began = performance.now();
    }
    if (works.length > 0) {
      setImmediate(this.turn);
    }
  };

  private dropUnwanted(): void {
    this.works = this.works.filter(({ waiter, bytes, refuse }, place) => {
      const fault = place === 0 ? undefined : unwanted(waiter);
      if (fault === undefined) {
        this.deadlines.watch(waiter.deadline);
        return true;
      }
      this.bytes -= bytes;
      refuse(fault);
      return false;
    });
  }
}
