/** Rings when the next of some deadlines passes: one timer for all that wait. */
export class Deadlines {
  private timer: NodeJS.Timeout | undefined;
  private next = Infinity;

  constructor(private readonly passed: () => void) {}

  watch(deadline: number | undefined): void {
    if (deadline === undefined || deadline >= this.next) {
      return;
    }
    clearTimeout(this.timer);
    this.next = deadline;
    this.timer = setTimeout(this.ring, Math.ceil(deadline - performance.now()));
    this.timer.unref();
  }

  private readonly ring = (): void => {
    this.next = Infinity;
    this.passed();
  };
}
