interface Work {
  /** Does one slice; true when it was the last. */
  readonly step: () => boolean;
}

const waiting: Work[] = [];

/** Does a long piece of work one slice a turn of the event loop, after what was begun before. */
export function inSlices<T>(slices: Generator<undefined, T>, done: (result: T) => void): void {
  const step = (): boolean => {
    const { done: isDone, value } = slices.next();
    if (isDone === true) {
      done(value);
    }
    return isDone === true;
  };
  if (waiting.push({ step }) === 1) {
    setImmediate(turn);
  }
}

function turn(): void {
  if (waiting[0].step()) {
    waiting.shift();
  }
  if (waiting.length > 0) {
    setImmediate(turn);
  }
}
