import type { Invocation } from '../invoker/invoker';
import type { MetricStore } from './metric-store';
import type { Invoked } from './sagemaker-metrics';
import { ASSUMED_OVERHEAD_MICROSECONDS, dimensionSets, NAMESPACE } from './sagemaker-metrics';

/**
 * Puts what SageMaker publishes of a request to a serverless endpoint: the start of a sandbox is part of its overhead. Source: the
 * list of metrics in its guide (serverless-endpoints-monitoring), which is exhaustive. One that is throttled reaches no container;
 * AWS names no metric of the endpoint that counts it.
 */
export function putServerlessMetrics(
  store: MetricStore,
  invoked: Invoked,
  invocation: Invocation,
  minute: number,
  weight: number,
): void {
  const { status = 500, error, durationMilliseconds, initMilliseconds, isThrottled } = invocation;
  if (isThrottled === true) return;
  const isFailed = error !== undefined;
  const values = {
    Invocations: 1,
    Invocation4XXErrors: Number(!isFailed && status >= 400),
    Invocation5XXErrors: Number(isFailed),
    ModelLatency: durationMilliseconds * 1000,
    OverheadLatency: ASSUMED_OVERHEAD_MICROSECONDS + (initMilliseconds ?? 0) * 1000,
    ...(initMilliseconds === undefined ? {} : { ModelSetupTime: initMilliseconds * 1000 }),
  };
  put(store, invoked, values, minute, weight);
}

export interface ServerlessMinute {
  readonly memoryMib: number;
  readonly maxConcurrency: number;
  readonly provisionedConcurrency: number;
  /** Requests in hand, looked at several times. */
  readonly concurrent: readonly number[];
  readonly usedMib?: number;
}

/** Puts how full it was. */
export function putServerlessMinute(
  store: MetricStore,
  invoked: Invoked,
  { memoryMib, maxConcurrency, provisionedConcurrency, concurrent, usedMib }: ServerlessMinute,
  minute: number,
): void {
  for (const now of concurrent) {
    const onProvisioned = Math.min(now, provisionedConcurrency);
    const values = {
      ServerlessConcurrentExecutionsUtilization: now / maxConcurrency,
      ...(provisionedConcurrency === 0
        ? {}
        : {
            ServerlessProvisionedConcurrencyExecutions: onProvisioned,
            ServerlessProvisionedConcurrencyUtilization: onProvisioned / provisionedConcurrency,
          }),
    };
    put(store, invoked, values, minute, 1);
  }
  if (usedMib !== undefined) put(store, invoked, { MemoryUtilization: (100 * usedMib) / memoryMib }, minute, 1);
}

function put(
  store: MetricStore,
  invoked: Invoked,
  values: Readonly<Record<string, number>>,
  minute: number,
  weight: number,
): void {
  for (const dimensions of dimensionSets(invoked)) {
    for (const [name, value] of Object.entries(values)) {
      store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value, weight });
    }
  }
}
