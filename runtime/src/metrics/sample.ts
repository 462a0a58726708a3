/** CloudWatch takes at most this many values of a metric in one line. */
const MOST_VALUES = 100;

/** Evenly spaced values of a stream: when full, every second one is given up and every second one of the rest skipped. */
export class Sample {
  private kept: number[] = [];
  private stride = 1;
  private seen = 0;

  add(value: number): void {
    if (this.seen++ % this.stride !== 0) {
      return;
    }
    if (this.kept.length === MOST_VALUES) {
      this.kept = this.kept.filter((_, position) => position % 2 === 0);
      this.stride *= 2;
      if ((this.seen - 1) % this.stride !== 0) {
        return;
      }
    }
    this.kept.push(value);
  }

  get values(): readonly number[] {
    return this.kept;
  }
}
