import { classMetric, positiveClass } from '@inference-constructs/core/out/contract/metrics';
import type { ClassesSpec } from '@inference-constructs/core/out/model/manifest';
import type { Prediction } from '../predict/prediction';
import type { Observer } from '../predict/service';
import { Sample } from './sample';

/** Counts what happened since the last line of metrics. */
export class Tally implements Observer {
  requests = 0;
  predictions = 0;
  invalid = 0;
  readonly milliseconds = new Sample();
  private readonly rowsByClass: number[];

  constructor(private readonly classes?: ClassesSpec) {
    this.rowsByClass = classes?.names.map(() => 0) ?? [];
  }

  answered({ rows, classes, milliseconds }: Prediction): void {
    this.requests++;
    this.predictions += rows;
    this.milliseconds.add(milliseconds);
    if (classes !== undefined) {
      for (let row = 0; row < classes.length; row++) {
        this.rowsByClass[classes[row]]++;
      }
    }
  }

  refused(): void {
    this.requests++;
    this.invalid++;
  }

  /** Metric name and rows: `Positive` alone of two classes, each of more; zeros too, so that shares can be computed. */
  classCounts(): [name: string, rows: number][] {
    if (this.classes === undefined) {
      return [];
    }
    const { classes } = this;
    const positive = positiveClass(classes);
    return classes.names
      .map((name, position): [string, number] => [name, this.rowsByClass[position]])
      .filter(([name]) => positive === undefined || name === positive)
      .map(([name, rows]) => [classMetric(classes, name), rows]);
  }
}
