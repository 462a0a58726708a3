/** How long a sandbox without requests is kept, in milliseconds. AWS publishes no figure. */
export const ASSUMED_IDLE_MILLISECONDS = 10 * 60_000;

/** Where a request goes: to a sandbox that is there, to a new one, or nowhere. */
export type Place = 'warm' | 'cold' | 'throttled';

/** The sandboxes of a serverless variant: each takes one request at a time. Times are in milliseconds of virtual time. */
export class Sandboxes {
  /** When each will be free. */
  private readonly free: number[];

  /**
   * @param most of them at a time
   * @param provisioned that are always there
   */
  constructor(
    private readonly most: number,
    private readonly provisioned: number,
  ) {
    this.free = new Array<number>(Math.min(most, provisioned)).fill(0);
  }

  get count(): number {
    return this.free.length;
  }

  /** Requests that are being answered at a time. */
  busyAt(time: number): number {
    return this.free.filter((free) => free > time).length;
  }

  /** What a request meets that comes at a time; `take` must follow, but where it is throttled. */
  placeAt(time: number): Place {
    this.letGo(time);
    if (this.idleAt(time) >= 0) return 'warm';
    return this.free.length < this.most ? 'cold' : 'throttled';
  }

  /** Keeps a sandbox busy from then on: one that is there, else a new one. */
  take(time: number, busyMilliseconds: number): void {
    const idle = this.idleAt(time);
    if (idle < 0) this.free.push(time + busyMilliseconds);
    else this.free[idle] = time + busyMilliseconds;
  }

  /** The one that was used last: so the others can go. */
  private idleAt(time: number): number {
    let found = -1;
    this.free.forEach((free, i) => {
      if (free <= time && (found < 0 || free > this.free[found])) found = i;
    });
    return found;
  }

  private letGo(time: number): void {
    for (let i = this.free.length - 1; i >= 0 && this.free.length > this.provisioned; i--) {
      if (this.free[i] < time - ASSUMED_IDLE_MILLISECONDS) this.free.splice(i, 1);
    }
  }
}
