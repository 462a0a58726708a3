/** Those who wait for a process to be there, each for so long and no longer. */
export class Waiting<T> {
  private readonly waiters = new Set<(value: T) => void>();

  /** Resolves with what comes next; rejects with `late()` when nothing came in time. */
  next(milliseconds: number, late: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (value: T): void => {
        clearTimeout(timer);
        this.waiters.delete(settle);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.waiters.delete(settle);
        reject(late());
      }, milliseconds);
      this.waiters.add(settle);
    });
  }

  give(value: T): void {
    for (const settle of [...this.waiters]) {
      settle(value);
    }
  }
}
