import { Fault } from '../errors';
import type { Batching } from './batching';
import type { RunCost } from './run-cost';
import { freeAfter, type Standing } from './standing';
import { deadlineExceeded, totalElements, type Entry, type Waiting } from './waiting';

/** After each refusal by engines that have nothing to do, their estimate is trusted less, until a request tries it. */
const DOUBT = 0.98;
/** What waits behind others is expected this early: an answer that is a little late was computed for nothing. */
const PUNCTUAL_SHARE = 0.9;

/** Whether a request may wait: predicted from what waits before it and what stands at the engines. */
export class Admission {
  private trust = 1;

  constructor(
    private readonly cost: RunCost,
    private readonly standing: readonly Standing[],
    /** One run an engine may always wait, however slow the model is. */
    private readonly maxWaitMilliseconds: number,
  ) {}

  /** What a run took. */
  learn(elements: number, milliseconds: number): void {
    this.cost.observe(elements, milliseconds);
    this.trust = 1;
  }

  refusal({ waiter, rows, elements }: Entry, waiting: Waiting, batching: Batching | undefined): Fault | undefined {
    const { cost, standing, maxWaitMilliseconds } = this;
    const { deadline } = waiter;
    let runs = waiting.length;
    let ahead = waiting.elements;
    let beside = 0;
    if (batching !== undefined && waiting.rows > 0) {
      // It goes together with the last of those that wait.
      runs = Math.floor((waiting.rows + rows - 1) / batching.largestRows);
      ahead *= Math.min(1, (runs * batching.largestRows) / waiting.rows);
      beside = waiting.elements - ahead;
    }
    const mayWait = runs < standing.length || maxWaitMilliseconds === Infinity;
    if (mayWait && deadline === undefined) {
      return undefined;
    }
    const wait = freeAfter(cost.of(ahead, runs), standing, cost);
    if (deadline !== undefined) {
      const alone = cost.of(elements + beside);
      // Others may still join a batch that waits.
      const own = batching === undefined || wait === 0 ? alone : Math.max(alone, cost.lately);
      const fault = this.tooLate(deadline - performance.now(), wait, own);
      if (fault !== undefined) {
        return fault;
      }
    }
    return mayWait || wait <= maxWaitMilliseconds ? undefined : overloaded(wait, maxWaitMilliseconds);
  }

  /** Those of a run that is about to begin which it will answer in time; the others are told. */
  inTime(entries: Entry[]): Entry[] {
    if (entries.every(({ waiter }) => waiter.deadline === undefined)) {
      return entries;
    }
    const now = performance.now();
    const own = this.cost.of(totalElements(entries)) * this.trust;
    return entries.filter(({ waiter }) => {
      const left = waiter.deadline === undefined ? Infinity : waiter.deadline - now;
      if (own > left) {
        waiter.failed(deadlineUnreachable(own, left));
      }
      return own <= left;
    });
  }

  private tooLate(left: number, wait: number, own: number): Fault | undefined {
    if (left <= 0) {
      return deadlineExceeded();
    }
    const answer = wait + own;
    if (wait > 0) {
      const most = PUNCTUAL_SHARE * left;
      return answer > most ? deadlineUnreachable(answer, most) : undefined;
    }
    // Nothing runs from which a wrong estimate could be mended.
    if (answer * this.trust <= left) {
      return undefined;
    }
    this.trust *= DOUBT;
    return deadlineUnreachable(answer, left);
  }
}

export function overloaded(wait: number, most: number): Fault {
  return new Fault('Overloaded', 'Too many requests wait for the model.', {
    expected: `a wait of at most ${most} ms`,
    got: about(wait),
    retryAfter: seconds(wait - most),
  });
}

function deadlineUnreachable(answer: number, left: number): Fault {
  return new Fault('DeadlineUnreachable', 'The answer is not expected in time.', {
    expected: `an answer in at most ${Math.floor(left)} ms`,
    got: about(answer),
    retryAfter: seconds(answer - left),
  });
}

/** Two digits: it is an estimate. */
function about(milliseconds: number): string {
  return `about ${Number(Math.max(1, milliseconds).toPrecision(2))} ms`;
}

/** Whole ones, at least one: what the header `Retry-After` can say. */
function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
