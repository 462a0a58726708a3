import type { Plan } from '../plan/plan';
import { singleMetric } from './metric-source';
import type { ScalingSpec } from './scaling-spec';
import type { TrackingOptions } from './tracking';
import { decideCustomTracking } from './tracking';

/** Requests that may wait for each instance; what SageMaker's guide takes. */
export const DEFAULT_BACKLOG_PER_INSTANCE = 5;

/**
 * Keeps the queue of an asynchronous endpoint short. There is no predefined metric: SageMaker publishes no
 * InvocationsPerInstance of an asynchronous endpoint.
 */
export function decideBacklogTracking(
  spec: ScalingSpec,
  id: string,
  targetBacklogPerInstance = DEFAULT_BACKLOG_PER_INSTANCE,
  options: TrackingOptions = {},
): Plan {
  if (spec.scaled.kind !== 'asynchronous-instances') throw new Error(`no backlog of ${spec.scaled.kind}`);
  const source = singleMetric({
    namespace: 'AWS/SageMaker',
    name: 'ApproximateBacklogSizePerInstance',
    dimensions: { EndpointName: spec.scaled.endpointName },
    statistic: 'Average',
  });
  return decideCustomTracking(spec, id, source, targetBacklogPerInstance, options);
}
