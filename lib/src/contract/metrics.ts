import type { ClassesSpec } from '../model/manifest';

/** CloudWatch namespace of everything the runtime publishes as embedded-metric-format lines. */
export const METRIC_NAMESPACE = 'InferenceConstructs';

/** Metrics of the runtime. Counts: their `Sum` over a period is the number of events. */
export const Metrics = {
  /** Rows answered. */
  PREDICTIONS: 'Predictions',
  /** Rows answered with the positive class (two classes only). */
  POSITIVE: 'Positive',
  /** Requests refused as the client's fault. */
  INVALID_REQUESTS: 'InvalidRequests',
  /** Requests answered by the fallback, which are no predictions; published where model.json has a fallback. */
  FALLBACK_ANSWERS: 'FallbackAnswers',
  /** Milliseconds inside onnxruntime for one request. */
  MODEL_MILLISECONDS: 'ModelMilliseconds',
} as const;

/**
 * Dimensions of the runtime's metrics: who serves, which model package, and which release. Every metric is published with
 * and without the release: two releases may serve the same model.
 */
export const Dimensions = {
  FUNCTION: 'FunctionName',
  ENDPOINT: 'EndpointName',
  MODEL: 'ModelDigest',
  /** The function's version; of an endpoint what the construct calls the release. */
  RELEASE: 'Release',
} as const;

/** The class of a two-class model that `Positive` counts; undefined where classes are counted one by one. */
export function positiveClass(classes: ClassesSpec): string | undefined {
  return classes.names.length === 2 ? (classes.positive ?? classes.names[1]) : undefined;
}

/** The metric that counts rows answered with a class. */
export function classMetric(classes: ClassesSpec, name: string): string {
  return name === positiveClass(classes) ? Metrics.POSITIVE : `Class_${classes.names.indexOf(name)}`;
}
