import { VARIANT_NAME } from './endpoint-variants';
import { FUNCTION_DEFAULTS } from './function-defaults';

/** A metric that AWS publishes, and how it is read by default. */
export interface ServiceMetric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
}

export const FUNCTION_METRICS = {
  INVOCATIONS: { namespace: 'AWS/Lambda', name: 'Invocations', statistic: 'Sum' },
  ERRORS: { namespace: 'AWS/Lambda', name: 'Errors', statistic: 'Sum' },
  DURATION: { namespace: 'AWS/Lambda', name: 'Duration', statistic: 'Average' },
} as const satisfies Record<string, ServiceMetric>;

export const ENDPOINT_METRICS = {
  INVOCATIONS: { namespace: 'AWS/SageMaker', name: 'Invocations', statistic: 'Sum' },
  ERRORS: { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', statistic: 'Sum' },
  LATENCY: { namespace: 'AWS/SageMaker', name: 'ModelLatency', statistic: 'Average' },
  CLIENT_ERRORS: { namespace: 'AWS/SageMaker', name: 'Invocation4XXErrors', statistic: 'Sum' },
  OVERHEAD: { namespace: 'AWS/SageMaker', name: 'OverheadLatency', statistic: 'Average' },
  SETUP: { namespace: 'AWS/SageMaker', name: 'ModelSetupTime', statistic: 'Average' },
} as const satisfies Record<string, ServiceMetric>;

/**
 * What SageMaker publishes of asynchronous endpoints, and nothing of real-time ones; no dimension but the endpoint's name
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html).
 */
export const ASYNC_METRICS = {
  BACKLOG: { namespace: 'AWS/SageMaker', name: 'ApproximateBacklogSize', statistic: 'Average' },
  BACKLOG_PER_INSTANCE: { namespace: 'AWS/SageMaker', name: 'ApproximateBacklogSizePerInstance', statistic: 'Average' },
  OLDEST_REQUEST: { namespace: 'AWS/SageMaker', name: 'ApproximateAgeOfOldestRequest', statistic: 'Maximum' },
  BACKLOG_WITHOUT_CAPACITY: { namespace: 'AWS/SageMaker', name: 'HasBacklogWithoutCapacity', statistic: 'Maximum' },
} as const satisfies Record<string, ServiceMetric>;

/** What SageMaker publishes of endpoints that load models when they are asked for. */
export const MULTI_MODEL_METRICS = {
  CACHE_HIT: { namespace: 'AWS/SageMaker', name: 'ModelCacheHit', statistic: 'Average' },
  LOADING_WAIT: { namespace: 'AWS/SageMaker', name: 'ModelLoadingWaitTime', statistic: 'Average' },
} as const satisfies Record<string, ServiceMetric>;

/**
 * What SageMaker publishes of inference components beside what it publishes of every endpoint; no dimension but the
 * component's name (https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html).
 */
export const COMPONENT_METRICS = {
  INVOCATIONS_PER_COPY: { namespace: 'AWS/SageMaker', name: 'InvocationsPerCopy', statistic: 'Sum' },
  CONCURRENCY_PER_COPY: { namespace: 'AWS/SageMaker', name: 'ConcurrentRequestsPerCopy', statistic: 'Maximum' },
  NO_CAPACITY: { namespace: 'AWS/SageMaker', name: 'NoCapacityInvocationFailures', statistic: 'Sum' },
} as const satisfies Record<string, ServiceMetric>;

/** All versions that the alias of a function invokes. */
export function aliasDimensions(
  functionName: string,
  aliasName: string = FUNCTION_DEFAULTS.aliasName,
): Record<string, string> {
  return { FunctionName: functionName, Resource: `${functionName}:${aliasName}` };
}

/** The variant of an endpoint made by others: what SageMaker's own libraries call the only one. */
export const USUAL_VARIANT_NAME = 'AllTraffic';

/** An asynchronous endpoint, whatever its variants. */
export function endpointDimensions(endpointName: string): Record<string, string> {
  return { EndpointName: endpointName };
}

/** The old and the new fleet of an endpoint. */
export function variantDimensions(endpointName: string, variantName: string = VARIANT_NAME): Record<string, string> {
  return { EndpointName: endpointName, VariantName: variantName };
}

/** All copies of an inference component, those of the old release included: no dimension tells releases apart. */
export function componentDimensions(inferenceComponentName: string): Record<string, string> {
  return { InferenceComponentName: inferenceComponentName };
}
