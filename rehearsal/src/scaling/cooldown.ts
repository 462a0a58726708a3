/**
 * The cooldowns of one policy; they begin when what it added or removed is in place. Adding more than it did last is
 * never held back; removing is, until the end, and adding ends that.
 */
export class Cooldown {
  private outEnds = -Infinity;
  private inEnds = -Infinity;
  private granted = 0;
  /** Before what began the cooldown. */
  private base = 0;

  constructor(
    private readonly outSeconds: number,
    private readonly inSeconds: number,
  ) {}

  allowsOut(now: number, want: number): boolean {
    return now >= this.outEnds || want > this.granted;
  }

  allowsIn(now: number): boolean {
    return now >= this.inEnds;
  }

  /** The capacity that a step adds to: what it added within the cooldown counts as part of the next. */
  baseOf(now: number, desired: number): number {
    return now < this.outEnds ? Math.min(this.base, desired) : desired;
  }

  added(now: number, from: number, to: number, inPlaceAt: number): void {
    if (now >= this.outEnds) this.base = from;
    this.outEnds = inPlaceAt + this.outSeconds;
    this.inEnds = -Infinity;
    this.granted = to;
  }

  removed(inPlaceAt: number): void {
    this.inEnds = inPlaceAt + this.inSeconds;
  }
}
