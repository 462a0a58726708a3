/** Capacity that is asked for, and that is in service; between the two the resource is updating. */
export class Capacity {
  private readyAt: number | undefined;

  constructor(
    public min: number,
    public max: number,
    private wanted: number,
    private readonly provisioningSeconds: number,
  ) {
    this.wanted = this.clamp(wanted);
    this.inService = this.wanted;
  }

  inService: number;

  get desired(): number {
    return this.wanted;
  }

  get isUpdating(): boolean {
    return this.readyAt !== undefined;
  }

  /** What is paid for: added units from the decision on. */
  get billed(): number {
    return Math.max(this.wanted, this.inService);
  }

  clamp(capacity: number): number {
    return Math.min(this.max, Math.max(this.min, capacity));
  }

  /** Somebody else set it: a deployment, which asks nobody for the bounds. */
  reset(to: number): void {
    this.wanted = to;
    this.inService = to;
    this.readyAt = undefined;
  }

  /** Gives the time at which it is in place. Less is in place at once. */
  change(to: number, now: number): number {
    this.wanted = to;
    if (to > this.inService && this.provisioningSeconds > 0) {
      this.readyAt = now + this.provisioningSeconds;
      return this.readyAt;
    }
    this.inService = to;
    return now;
  }

  advance(now: number): void {
    if (this.readyAt === undefined || now < this.readyAt) return;
    this.inService = this.wanted;
    this.readyAt = undefined;
  }
}
