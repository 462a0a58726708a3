import type { Prediction } from '../predict/prediction';
import { writeLine } from '../output';
import type { Observer } from '../predict/service';
import { emfLine, type Source } from './emf';
import { Tally, type Counted } from './tally';

/** When a line is due, whichever comes first. */
export interface Pace {
  readonly requests: number;
  readonly milliseconds: number;
}

/** A line for each request: a Lambda sandbox is frozen between requests, nothing may wait. */
export const EVERY_REQUEST: Pace = { requests: 1, milliseconds: 0 };
export const EVERY_SECOND: Pace = { requests: 1000, milliseconds: 1000 };

/** Gathers what happens into lines of metrics on stdout. */
export class Publisher implements Observer {
  private tally: Tally;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly counted: Counted,
    private readonly source: Source,
    private readonly pace: Pace,
    private readonly write: (line: string) => void = (line) => writeLine(process.stdout, line),
  ) {
    this.tally = new Tally(counted);
  }

  answered(prediction: Prediction): void {
    this.tally.answered(prediction);
    this.publishWhenDue();
  }

  fellBack(): void {
    this.tally.fellBack();
    this.publishWhenDue();
  }

  refused(): void {
    this.tally.refused();
    this.publishWhenDue();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.tally.requests > 0) {
      this.write(emfLine(this.tally, this.source, Date.now()));
      this.tally = new Tally(this.counted);
    }
  }

  private publishWhenDue(): void {
    if (this.tally.requests >= this.pace.requests) {
      this.flush();
    } else if (this.timer === undefined) {
      this.timer = setTimeout(() => this.flush(), this.pace.milliseconds);
      this.timer.unref();
    }
  }
}
