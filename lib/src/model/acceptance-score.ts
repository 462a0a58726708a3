import type { AcceptanceMetric, ClassesSpec } from './manifest';

/** What was predicted of a labelled case; undefined where the model gave no answer. */
export interface Scored {
  readonly label: string;
  readonly predicted: string | undefined;
}

/** The value of a metric over labelled cases; 0 where it is a share of nothing. */
export function scoreOf(metric: AcceptanceMetric, cases: readonly Scored[], classes: ClassesSpec): number {
  const positive = classes.positive ?? classes.names[1];
  switch (metric) {
    case 'accuracy':
      return share(cases, isRight);
    case 'balancedAccuracy':
      return mean(
        classes.names
          .map((name) => cases.filter(({ label }) => label === name))
          .filter((ofClass) => ofClass.length > 0)
          .map((ofClass) => share(ofClass, isRight)),
      );
    case 'precision':
      return precision(cases, positive);
    case 'recall':
      return recall(cases, positive);
    case 'f1': {
      const [p, r] = [precision(cases, positive), recall(cases, positive)];
      return p + r === 0 ? 0 : (2 * p * r) / (p + r);
    }
  }
}

const isRight = ({ label, predicted }: Scored) => label === predicted;

function precision(cases: readonly Scored[], positive: string): number {
  return share(
    cases.filter(({ predicted }) => predicted === positive),
    isRight,
  );
}

function recall(cases: readonly Scored[], positive: string): number {
  return share(
    cases.filter(({ label }) => label === positive),
    isRight,
  );
}

function share<T>(items: readonly T[], counts: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(counts).length / items.length;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
