import type { Invocation } from '../invoker/invoker';
import type { MetricStore } from './metric-store';

/** Who answered a request. */
export interface Invoked {
  readonly endpointName: string;
  readonly variantName: string;
  readonly configName: string;
  /** It was a copy of this inference component. */
  readonly componentName?: string;
}

export const NAMESPACE = 'AWS/SageMaker';

/** AWS does not say how long its own part of an invocation takes; it cannot be measured here. In microseconds. */
export const ASSUMED_OVERHEAD_MICROSECONDS = 5000;

/** Puts what SageMaker publishes of a request, for the variant and for the variant of this configuration only. */
export function putSageMakerMetrics(
  store: MetricStore,
  invoked: Invoked,
  invocation: Invocation,
  instances: number,
  minute: number,
  weight: number,
): void {
  const { status = 500, error } = invocation;
  const isFailed = error !== undefined;
  const latency = invocation.durationMilliseconds + (invocation.waitMilliseconds ?? 0);
  const values = {
    Invocations: 1,
    [invoked.componentName === undefined ? 'InvocationsPerInstance' : 'InvocationsPerCopy']: 1 / Math.max(1, instances),
    Invocation4XXErrors: Number(!isFailed && status >= 400),
    Invocation5XXErrors: Number(isFailed),
    InvocationModelErrors: Number(isFailed || status >= 400),
    ModelLatency: latency * 1000,
    OverheadLatency: ASSUMED_OVERHEAD_MICROSECONDS,
  };
  for (const dimensions of dimensionSets(invoked)) {
    for (const [name, value] of Object.entries(values)) {
      store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value, weight });
    }
  }
}

/** Puts how many requests were in hand at once. */
export function putConcurrency(
  store: MetricStore,
  invoked: Invoked,
  concurrent: readonly number[],
  minute: number,
): void {
  const name = invoked.componentName === undefined ? 'ConcurrentRequestsPerModel' : 'ConcurrentRequestsPerCopy';
  for (const dimensions of dimensionSets(invoked)) {
    for (const value of concurrent) store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value, weight: 1 });
  }
}

/** Puts that a request found no copy of a component. */
export function putNoCapacity(store: MetricStore, invoked: Invoked, minute: number, weight: number): void {
  for (const dimensions of dimensionSets(invoked)) {
    for (const name of ['Invocations', 'NoCapacityInvocationFailures']) {
      store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value: 1, weight });
    }
  }
}

type Dimensions = Readonly<Record<string, string>>;

/** The same objects for each request, so that the store does not look at them again. */
const known = new WeakMap<Invoked, readonly Dimensions[]>();

/** Of the variant, and of the variant of this configuration; of a component, of that alone. */
export function dimensionSets(invoked: Invoked): readonly Dimensions[] {
  const sets = known.get(invoked) ?? setsOf(invoked);
  known.set(invoked, sets);
  return sets;
}

function setsOf({ endpointName, variantName, configName, componentName }: Invoked): Dimensions[] {
  if (componentName !== undefined) return [{ InferenceComponentName: componentName }];
  const variant = { EndpointName: endpointName, VariantName: variantName };
  return [variant, { ...variant, EndpointConfigName: configName }];
}
