import { classMetric, positiveClass } from '@inference-constructs/core/out/contract/metrics';
import type { ClassesSpec, ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { Prediction } from '../predict/prediction';
import type { Observer } from '../predict/service';
import { Sample } from './sample';

/** What of a model package decides which metrics there are. */
export type Counted = Pick<ModelManifest, 'classes' | 'fallback'>;

/** Counts what happened since the last line of metrics. */
export class Tally implements Observer {
  requests = 0;
  predictions = 0;
  invalid = 0;
  fallbacks = 0;
  readonly milliseconds = new Sample();
  private readonly rowsByClass: number[];
  private readonly classes: ClassesSpec | undefined;
  /** Whether there is a fallback whose answers are counted, zeros too, so that shares can be computed. */
  readonly hasFallback: boolean;

  constructor({ classes, fallback }: Counted) {
    this.classes = classes;
    this.hasFallback = fallback !== undefined;
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

  fellBack(): void {
    this.requests++;
    this.fallbacks++;
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
