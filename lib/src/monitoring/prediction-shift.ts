import { classMetric, METRIC_NAMESPACE, Metrics, positiveClass } from '../contract/metrics';
import type { ClassesSpec, HeldOut } from '../model/manifest';
import type { PlannedResource } from '../plan/plan';
import { releaseAlarm } from './alarm';
import { decimal, fewestRows, SQUARED_STANDARD_ERRORS, STANDARD_ERRORS } from './significance';

/** CloudWatch: at most ten metrics and expressions in one alarm; two are the score and the rows. */
export const MAX_CLASSES = 8;

/** A class and the share of answers it was promised to get. */
export interface PromisedRate {
  readonly name: string;
  readonly metric: string;
  readonly rate: number;
}

/**
 * The share of each class as the model's held-out rows promised it. Half a row is added to every class, so that one
 * that was never predicted there still has a finite standard error.
 */
export function promisedRates(classes: ClassesSpec, heldOut: HeldOut): PromisedRate[] {
  const rates = heldOut.predictedRates ?? {};
  return classes.names.map((name) => ({
    name,
    metric: classMetric(classes, name),
    rate: ((rates[name] ?? 0) * heldOut.rows + 0.5) / (heldOut.rows + 0.5 * classes.names.length),
  }));
}

/** The shares to watch: the positive class of two, else the commonest classes. */
function watchedRates(classes: ClassesSpec, rates: readonly PromisedRate[]): readonly PromisedRate[] {
  const positive = positiveClass(classes);
  if (positive !== undefined) return rates.filter(({ name }) => name === positive);
  return [...rates].sort((a, b) => b.rate - a.rate).slice(0, MAX_CLASSES);
}

export interface PredictionShiftSpec {
  readonly id: string;
  readonly classes: ClassesSpec;
  readonly heldOut: HeldOut;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  readonly expectedRequestsPerMinute?: number;
  readonly modelName: string;
}

/**
 * Alarms when a share of answers of the new release is more than four standard errors from what the model's held-out
 * rows promised. Errors and latency say nothing of a model that answers wrongly.
 */
export function predictionShiftAlarm(spec: PredictionShiftSpec): PlannedResource {
  const promisedOfAll = promisedRates(spec.classes, spec.heldOut);
  const rates = watchedRates(spec.classes, promisedOfAll);
  const scores = rates.map(({ rate }, i) => score(`c${i}`, rate, spec.heldOut.rows));
  const largest = scores.length === 1 ? scores[0] : `MAX([${scores.join(', ')}])`;
  const counts = (id: string, name: string) => ({
    id,
    namespace: METRIC_NAMESPACE,
    name,
    dimensions: spec.dimensions,
    statistic: 'Sum',
  });
  const promised = rates.map(({ name, rate }) => `${name} ${percent(rate)}`).join(', ');
  return releaseAlarm({
    id: spec.id,
    description:
      `Share of answers of ${spec.modelName} differs by more than ${STANDARD_ERRORS} standard errors ` +
      `from its held-out rows (${promised}).`,
    expression: largest,
    label: 'prediction shift (squared standard errors)',
    metrics: [counts('n', Metrics.PREDICTIONS), ...rates.map(({ metric }, i) => counts(`c${i}`, metric))],
    threshold: SQUARED_STANDARD_ERRORS,
    periodSeconds: spec.periodSeconds,
    annotation: {
      kind: 'prediction-shift',
      heldOutRows: spec.heldOut.rows,
      rates: Object.fromEntries(promisedOfAll.map(({ name, rate }) => [name, Number(rate.toPrecision(6))])),
      ...(spec.expectedRequestsPerMinute === undefined
        ? {}
        : { expectedRequestsPerMinute: spec.expectedRequestsPerMinute }),
    },
  });
}

/**
 * 0 until there are enough rows to judge this class. Both the answers and the held-out rows are a sample, so the variance is
 * that of the difference of two shares.
 */
function score(count: string, rate: number, heldOutRows: number): string {
  const p = decimal(rate);
  const variance = decimal(rate * (1 - rate));
  const squares = `(((${count} / n) - ${p}) ^ 2) / (${variance} * ((1 / n) + ${decimal(1 / heldOutRows)}))`;
  return `IF(n >= ${fewestRows(rate)}, ${squares}, 0)`;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}
