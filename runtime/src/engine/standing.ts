import type { RunCost } from './run-cost';

/** A run that stands longer than this, and than so many times what runs take, is taken for one that never ends. */
const STUCK_LEAST_MS = 60_000;
const STUCK_TIMES = 20;

/** The runs that one engine was given and has not answered: it makes them one after the other. */
export class Standing {
  runs = 0;
  elements = 0;
  /** When the engine began the oldest of them. */
  private since = 0;

  begin(elements: number, now: number): void {
    if (this.runs === 0) {
      this.since = now;
    }
    this.runs++;
    this.elements += elements;
  }

  /** Gives the milliseconds for which the engine had this run, the oldest, alone. */
  end(elements: number, now: number): number {
    const taken = now - this.since;
    this.runs--;
    this.elements -= elements;
    this.since = now;
    return taken;
  }

  /** Milliseconds until the engine is free; one that is late is expected to be as late again. */
  remaining(cost: RunCost, now: number): number {
    return this.runs === 0 ? 0 : Math.abs(cost.of(this.elements, this.runs) - (now - this.since));
  }

  isStuck(cost: RunCost, now: number): boolean {
    const usual = Math.max(cost.longest, cost.of(this.elements, this.runs));
    return this.runs > 0 && now - this.since > Math.max(STUCK_LEAST_MS, STUCK_TIMES * usual);
  }
}

/** When the first of several engines is free for more, if they share out `work` among them as they get free. */
export function freeAfter(work: number, standing: readonly Standing[], cost: RunCost): number {
  if (standing.length === 1) {
    const [only] = standing;
    return work + (only.runs === 0 ? 0 : only.remaining(cost, performance.now()));
  }
  const now = performance.now();
  const remaining = standing.map((engine) => engine.remaining(cost, now)).sort((a, b) => a - b);
  let sum = work;
  for (let engines = 1; ; engines++) {
    sum += remaining[engines - 1];
    const free = sum / engines;
    if (engines === remaining.length || free <= remaining[engines]) {
      return free;
    }
  }
}
