import { unwanted, type Waiter } from '../engine/waiting';

/** Does one slice; true when none is left to do. */
type Step = () => boolean;

const waiting: Step[] = [];

/**
 * Does a long piece of work one slice a turn of the event loop, after what was begun before. Rejects with what a slice
 * throws, or with a `Fault` before the next one where the result is not wanted any more.
 */
export function inSlices<T>(slices: Generator<undefined, T>, waiter: Pick<Waiter, 'isGone' | 'deadline'>): Promise<T> {
  return new Promise((resolve, reject) => {
    const step: Step = () => {
      const fault = unwanted(waiter);
      if (fault !== undefined) {
        reject(fault);
        return true;
      }
      try {
        const slice = slices.next();
        if (slice.done === true) {
          resolve(slice.value);
        }
        return slice.done === true;
      } catch (error) {
        reject(error);
        return true;
      }
    };
    if (waiting.push(step) === 1) {
      setImmediate(turn);
    }
  });
}

function turn(): void {
  if (waiting[0]()) {
    waiting.shift();
  }
  if (waiting.length > 0) {
    setImmediate(turn);
  }
}
