import type { Invocation } from '../invoker/invoker';
import type { MetricStore } from './metric-store';
import type { Invoked } from './sagemaker-metrics';
import { dimensionSets, NAMESPACE } from './sagemaker-metrics';

/**
 * Puts what SageMaker publishes of a request to an asynchronous endpoint: no `Invocations`, no `OverheadLatency`. Source: the
 * list of metrics in its guide (async-inference-monitor), which is exhaustive. `ModelLatency` is in microseconds, times of the
 * queue in milliseconds.
 */
export function putAsyncMetrics(
  store: MetricStore,
  invoked: Invoked,
  invocation: Invocation,
  minute: number,
  weight: number,
): void {
  const { status = 500, error, durationMilliseconds, waitMilliseconds = 0 } = invocation;
  const isFailed = error !== undefined;
  const values = {
    Invocation4XXErrors: Number(!isFailed && status >= 400),
    Invocation5XXErrors: Number(isFailed),
    ModelLatency: durationMilliseconds * 1000,
    InvocationsProcessed: 1,
    InvocationFailures: Number(isFailed || status >= 400),
    TimeInBacklog: waitMilliseconds,
    TotalProcessingTime: waitMilliseconds + durationMilliseconds,
  };
  for (const dimensions of dimensionSets(invoked)) {
    for (const [name, value] of Object.entries(values)) {
      store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value, weight });
    }
  }
}

/** Puts how long the queue is at the end of a minute. */
export function putBacklog(
  store: MetricStore,
  endpointName: string,
  { backlog, instances }: { readonly backlog: number; readonly instances: number },
  minute: number,
): void {
  const values = {
    ApproximateBacklogSize: backlog,
    ApproximateBacklogSizePerInstance: backlog / Math.max(1, instances),
    HasBacklogWithoutCapacity: Number(backlog > 0 && instances === 0),
  };
  for (const [name, value] of Object.entries(values)) {
    const dimensions = { EndpointName: endpointName };
    store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value, weight: 1 });
  }
}
